-- Bookings that the council types for a school: whoever asked is the contact, not whoever typed.

-- typedById: of the council, who typed it. bookedById and bookerPersonId: who asked, where they have an address or a name.
ALTER TABLE Booking ADD COLUMN typedById TEXT REFERENCES Account (id);
UPDATE Booking SET typedById = bookedById, bookedById = NULL, bookerPersonId = NULL
WHERE channel = 'organiser' AND EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = Booking.bookedById AND f.role <> 'door');

CREATE TRIGGER Booking_contact_is_of_school BEFORE INSERT ON Booking
WHEN NEW.channel = 'organiser' AND NEW.bookedById IS NOT NULL AND EXISTS (
  SELECT 1 FROM StaffRole f WHERE f.accountId = NEW.bookedById AND f.role <> 'door' AND f.revokedAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'contact_is_staff'); END;

-- By which the contact of such a booking agrees, without signing in, to what it costs and to its terms. That they did is their BookingPayer.
CREATE TABLE AgreeLink (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  tokenHash TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL CHECK (expiresAt IS strftime('%Y-%m-%dT%H:%M:%fZ', expiresAt) AND expiresAt > createdAt)
);
CREATE INDEX AgreeLink_booking ON AgreeLink (bookingId);
CREATE TRIGGER AgreeLink_kept BEFORE UPDATE ON AgreeLink BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER AgreeLink_not_deleted BEFORE DELETE ON AgreeLink BEGIN SELECT RAISE(ABORT, 'append_only'); END;
