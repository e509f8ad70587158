from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0003_organisation_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='RevealingWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(help_text="A person's name beside it is then checked before minutes are published.", max_length=80, unique=True, verbose_name='word or name')),
            ],
            options={
                'verbose_name': 'word that reveals health',
                'verbose_name_plural': 'words that reveal health',
                'ordering': ['word'],
            },
        ),
    ]
