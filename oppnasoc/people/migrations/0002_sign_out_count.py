from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='sign_out_count',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
