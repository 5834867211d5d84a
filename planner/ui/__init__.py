"""The app's parts: streamlit and altair live here and in pages, nowhere else."""
