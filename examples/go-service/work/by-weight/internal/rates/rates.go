package rates

import "errors"

// ErrWeight says that something is no weight of a parcel.
var ErrWeight = errors.New("a parcel weighs 1 g or more")

const (
	firstKilogram = 490
	eachMore      = 100
)

// For answers what a parcel of so many grams costs, in cents.
func For(grams int) (int, error) {
	if grams < 1 {
		return 0, ErrWeight
	}
	more := (grams - 1) / 1000
	return firstKilogram + more*eachMore, nil
}
