// Package rates knows what sending a parcel costs.
package rates
