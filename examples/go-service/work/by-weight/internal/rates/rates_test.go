package rates

import "testing"

func TestFor(t *testing.T) {
	for grams, want := range map[int]int{1: 490, 1000: 490, 1001: 590, 1500: 590, 2001: 690} {
		if got, err := For(grams); err != nil || got != want {
			t.Errorf("For(%d) = %d, %v; want %d", grams, got, err, want)
		}
	}
	if _, err := For(0); err == nil {
		t.Error("nothing has no rate")
	}
}
