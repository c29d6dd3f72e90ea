package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRate(t *testing.T) {
	for query, want := range map[string]struct {
		status int
		body   string
	}{
		"grams=1500": {http.StatusOK, `{"cents":590}`},
		"grams=x":    {http.StatusBadRequest, "grams is no number"},
		"grams=0":    {http.StatusBadRequest, "a parcel weighs 1 g or more"},
	} {
		w := httptest.NewRecorder()
		handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/rate?"+query, nil))
		if got := strings.TrimSpace(w.Body.String()); w.Code != want.status || got != want.body {
			t.Errorf("%s: %d %s", query, w.Code, got)
		}
	}
}
