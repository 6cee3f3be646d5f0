-- A hash chain in PostgreSQL, as one would build it: each row's hash covers the one before and the event's bytes.
-- The head lies in a row of its own, so that whoever inserts waits for whoever inserts.
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE TABLE head (sequence bigint NOT NULL, hash bytea NOT NULL);
INSERT INTO head VALUES (-1, '\x');
CREATE TABLE event (sequence bigint PRIMARY KEY, hash bytea NOT NULL, bytes bytea NOT NULL);

CREATE FUNCTION link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE head SET sequence = sequence + 1, hash = sha256(hash || NEW.bytes)
    RETURNING sequence, hash INTO NEW.sequence, NEW.hash;
  RETURN NEW;
END $$;
CREATE TRIGGER link BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION link();
