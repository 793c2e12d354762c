"""The screens, one folder each; they are built from ``app/ui/widgets`` and know ``Session``."""
