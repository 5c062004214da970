"""A local web server that plays a module in simulated LMSs and rebuilds it at every change."""
