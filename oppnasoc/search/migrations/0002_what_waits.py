from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('thing', models.PositiveBigIntegerField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
