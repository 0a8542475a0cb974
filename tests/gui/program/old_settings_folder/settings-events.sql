PRAGMA user_version = 2;
PRAGMA journal_mode = WAL;
CREATE TABLE event (
        id INTEGER PRIMARY KEY, wall REAL NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
        sign TEXT NOT NULL, port INTEGER NOT NULL, camera TEXT NOT NULL, alarm INTEGER NOT NULL,
        times INTEGER NOT NULL, outage REAL, ports TEXT NOT NULL, part_of INTEGER NOT NULL,
        acknowledged REAL, initials TEXT NOT NULL, note TEXT NOT NULL, searched TEXT NOT NULL
    );
INSERT INTO "event" VALUES(1700000001000000,1700000001.0,'operator','Settings changed: cameras','DOT',0,'',0,1,NULL,'',0,NULL,'','','settings changed: cameras


');
INSERT INTO "event" VALUES(1700000002000000,1700000002.0,'lost','Front gate lost','CROSS',5566,'Front gate',1,2,72.5,'',0,1700000090.0,'AB','cable','front gate lost
front gate
ab
cable');
INSERT INTO "event" VALUES(1700000003000000,1700000003.0,'back','Front gate back after 01:12','DOT',5566,'Front gate',0,1,72.5,'',0,NULL,'','','front gate back after 01:12
front gate

');
INSERT INTO "event" VALUES(1700000004000000,1700000004.0,'acknowledged','AB acknowledged: Front gate lost','DOT',5566,'Front gate',0,1,NULL,'',1700000002000000,NULL,'AB','cable','ab acknowledged: front gate lost
front gate
ab
cable');
INSERT INTO "event" VALUES(1700000005000000,1700000005.0,'lost','3 cameras lost since 22:13: this computer''s network?','CROSS',0,'',1,1,NULL,' 5566  5567  10000 ',0,NULL,'','','3 cameras lost since 22:13: this computer''s network?


');
INSERT INTO "event" VALUES(1700000006000000,1700000006.0,'lost','Dock lost','CROSS',10000,'Dock',0,1,NULL,'',1700000005000000,NULL,'','','dock lost
dock

');
CREATE INDEX event_of_port ON event (port, id);
CREATE INDEX open_alarm ON event (id) WHERE alarm = 1 AND acknowledged IS NULL;
