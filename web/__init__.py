"""Pages out: server-rendered, working without JavaScript."""
