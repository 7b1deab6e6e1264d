-- Registers whose records may have photographs and scans; tips never (their files are sealed).

call open_attachments('initiatives', 'initiative.read', 'initiative.write');
