// The in-memory provider of the tests.
