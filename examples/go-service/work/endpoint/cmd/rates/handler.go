package main

import (
	"encoding/json"
	"net/http"
	"strconv"

	"example.com/rates/internal/rates"
)

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/rate", rate)
	return mux
}

func rate(w http.ResponseWriter, r *http.Request) {
	grams, err := strconv.Atoi(r.URL.Query().Get("grams"))
	if err != nil {
		http.Error(w, "grams is no number", http.StatusBadRequest)
		return
	}
	cents, err := rates.For(grams)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]int{"cents": cents})
}
