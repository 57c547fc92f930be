import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0008_observations_by_a_model'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='exit_address',
            field=models.URLField(blank=True, help_text='比如常看的天气网页。空着就打开一页空白的笔记，不连任何网站。', validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='快速离开后打开'),
        ),
        migrations.AddField(
            model_name='user',
            name='is_discreet',
            field=models.BooleanField(default=False, help_text='浏览器的标签、任务栏和历史记录里只看到“笔记”，看不到页面叫什么。', verbose_name='窗口标题只写“笔记”'),
        ),
    ]
