"""placeholder"""
def check_catalogue(app_configs, **kwargs):
    return []
