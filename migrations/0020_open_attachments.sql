-- Registers whose records may have photographs and scans; tips never (their files are sealed).

call open_attachments('initiatives', 'initiative.read', 'initiative.write');
call open_attachments('activities', 'activity.read', 'activity.write');
call open_attachments('hand-ins', 'hand_in.read', 'hand_in.write');
call open_attachments('supports', 'support.read', 'support.write');
call open_attachments('awards', 'award.read', 'award.write');
call open_attachments('assets', 'asset.read', 'asset.write');
