package main

import "fmt"

func main() {
	fmt.Println("nothing is served yet")
}
