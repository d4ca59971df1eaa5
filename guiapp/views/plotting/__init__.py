"""What the views draw with: plots, moving traces, legends, kept runs behind the present one."""
