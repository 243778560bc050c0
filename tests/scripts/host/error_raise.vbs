Err.Raise 1234, "My.Source", "my own description"
