import { only, type Read } from '#base/db/read.ts'
import type { Begun } from './steps.ts'

const has = (what: string): string => `EXISTS (SELECT 1 FROM ${what})`

/** What a new council has begun, in a statement that reads a row or two of each. */
export const selectBegun = (db: SqlDatabase): Read<Begun> =>
  only<Begun>(
    db.prepare(
      `SELECT ${has(`Factor f JOIN StaffRole r ON r.accountId = f.accountId WHERE f.confirmedAt IS NOT NULL AND f.endedAt IS NULL AND r.revokedAt IS NULL`)}
           OR ${has('OidcIdentity i JOIN StaffRole r ON r.accountId = i.accountId WHERE i.endedAt IS NULL AND r.revokedAt IS NULL')} AS signIn,
         ${has(`Message WHERE state = 'sent'`)} AS mail,
         ${has('Logo')} AS logo,
         ${has('School WHERE urn IS NOT NULL')} AS schools,
         ${has('SchoolContact WHERE endedAt IS NULL')} AS contacts,
         ${has('TermDate WHERE removedAt IS NULL')} AS terms,
         ${has('EarlierAttendance WHERE supersededAt IS NULL')} AS history,
         ${has(`Setting WHERE key = 'page.privacy'`)} AS privacy,
         ${has(`Event WHERE state = 'published'`)} AS event,
         ${has('SendingRecipient')} AS invited`,
    ),
  )
