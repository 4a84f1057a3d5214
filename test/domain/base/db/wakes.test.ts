// What may make something due of a kind that rests wakes it (docs/due.md): every trigger that does so is tried by itself, on a row of its table.
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { rowText } from '#test/support/row-of.ts'
import { schema } from '#test/support/schema.ts'

type Row = Record<string, string | number>
/** `watched`: the row of its table. `others`: what else is stored. `does`: the act, on the row or by it. `not`: an act that wakes nothing. */
type Case = { wakes: string; row?: Row; others?: string; does?: string; not?: string }

const reminders = 'automatic'
const invoiced = 'credits issues'
const byCard = 'carries refunds'
const line = rowText('LedgerLine', { number: 7, kind: 'charge', payerId: 'p', route: 'stripe_invoice', bookingId: 'b', pence: 1 })
const signed = rowText('RegisterSignOff', { sessionId: 's' })
const createdAt = '2026-01-01T00:00:00.000Z'
const bookedPlace = { id: 'p', bookingId: 'b', eventId: 'e', schoolId: 's', createdAt }
const booked = `${rowText('Booking', { id: 'b', eventId: 'e', schoolId: 's', createdAt })}; ${rowText('Place', bookedPlace)}`

const cases: Record<string, Case> = {
  School_may_make_due: {
    wakes: reminders,
    row: { rootId: 'a' },
    does: `UPDATE School SET rootId = 'b'`,
    not: `UPDATE School SET rootId = rootId, name = 'New'`,
  },
  Person_may_make_due: {
    wakes: reminders,
    does: `UPDATE Person SET email = 'a@example.sch.uk'`,
    not: `UPDATE Person SET name = 'Ann Lee', email = email`,
  },
  PersonMerge_may_make_due: { wakes: reminders },
  PersonMerge_undone_may_make_due: { wakes: reminders, does: `UPDATE PersonMerge SET undoneAt = '2026-01-01T00:00:00.000Z'` },
  Account_may_make_due: { wakes: reminders, does: `UPDATE Account SET email = 'a@example.sch.uk'` },
  StaffRole_may_make_due: { wakes: reminders, does: `UPDATE StaffRole SET revokedAt = '2026-01-01T00:00:00.000Z'` },
  StaffRole_new_may_make_due: { wakes: reminders },
  Claim_may_make_due: {
    wakes: reminders,
    row: { state: 'approved' },
    does: `UPDATE Claim SET state = 'ended'`,
    not: `UPDATE Claim SET schoolId = 'x'`,
  },
  Claim_new_may_make_due: { wakes: reminders, row: { state: 'approved' } },
  TrustClaim_may_make_due: { wakes: reminders, row: { state: 'requested' }, does: `UPDATE TrustClaim SET state = 'approved'` },
  TrustClaim_new_may_make_due: { wakes: reminders, row: { state: 'approved' } },
  Event_may_make_due: { wakes: reminders, does: `UPDATE Event SET state = 'published'` },
  Session_new_may_make_due: { wakes: reminders },
  Session_may_make_due: { wakes: reminders, does: `UPDATE Session SET startsAt = '2026-01-01T00:00:00.000Z'` },
  Booking_may_make_due: { wakes: `${reminders} notices`, does: `UPDATE Booking SET bookedById = 'somebody'` },
  Place_may_make_due: {
    wakes: reminders,
    does: `UPDATE Place SET state = 'confirmed'`,
    not: `UPDATE Place SET heldUntil = '2026-01-01T00:00:00.000Z'`,
  },
  PlaceSession_may_make_due: {
    wakes: reminders,
    row: { placeId: 'p' },
    others: `${booked}; UPDATE NextLook SET lookedAt = '2026-02-01T00:00:00.000Z'`,
  },
  PlaceSession_gone_may_make_due: { wakes: reminders, does: 'DELETE FROM PlaceSession' },
  WalkIn_may_make_due: { wakes: reminders, does: `UPDATE WalkIn SET personId = 'another'` },
  Mark_may_make_due: { wakes: reminders, row: { sessionId: 's' }, others: signed },
  RegisterSignOff_may_make_due: { wakes: reminders },
  BookingPayer_new_may_make_due: { wakes: invoiced, row: { bookingId: 'b', agreedAt: '2026-01-01T00:00:00.000Z' }, others: line },
  BookingPayer_may_make_due: {
    wakes: invoiced,
    row: { bookingId: 'b' },
    others: line,
    does: `UPDATE BookingPayer SET supersededAt = '2026-01-01T00:00:00.000Z'`,
  },
  LedgerLine_to_be_told: { wakes: 'notices', row: { kind: 'charge', at: '2026-01-01T00:00:00.000Z' } },
  LedgerLine_may_be_invoiced: { wakes: invoiced, row: { route: 'stripe_invoice' } },
  LedgerLine_may_go_back: { wakes: byCard, row: { bookingId: 'b' }, others: `${booked}; UPDATE Booking SET movedFromId = 'a'` },
  LineDispute_may_make_due: { wakes: invoiced, does: `UPDATE LineDispute SET settledAt = '2026-01-01T00:00:00.000Z'` },
  StripeCall_may_make_due: {
    wakes: invoiced,
    row: { kind: 'invoice.void' },
    does: `UPDATE StripeCall SET state = 'done'`,
    not: `UPDATE StripeCall SET kind = 'refund.create', state = 'done'`,
  },
  StripeObjectState_may_make_due: { wakes: invoiced, row: { state: 'issue_again' } },
  Checkout_may_make_due: { wakes: byCard, does: `UPDATE Checkout SET state = 'paid'` },
  CardRefund_new_may_make_due: { wakes: byCard },
  CardRefund_may_make_due: { wakes: byCard, does: `UPDATE CardRefund SET state = 'failed'` },
  CardDispute_new_may_make_due: { wakes: byCard },
  CardDispute_may_make_due: { wakes: byCard, does: `UPDATE CardDispute SET state = 'won'` },
  Invoice_may_make_due: { wakes: invoiced, does: `UPDATE Invoice SET state = 'void'` },
  InvoiceLine_may_make_due: { wakes: invoiced },
  EventMessage_new_may_make_due: { wakes: reminders },
  EventMessage_may_make_due: { wakes: reminders, does: 'UPDATE EventMessage SET isOn = 0' },
  EventMessage_gone_may_make_due: { wakes: reminders, does: 'DELETE FROM EventMessage' },
}

type Trigger = { name: string; tbl_name: string; sql: string }

const triggersOf = (db: DatabaseSync): Trigger[] =>
  db.prepare(`SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`).all() as Trigger[]
const wakeful = (db: DatabaseSync): Trigger[] => triggersOf(db).filter(({ sql }) => /UPDATE\s+NextLook/.test(sql))

const whole = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:')
  db.exec(schema)
  return db
}
const unwatched = schema.replaceAll(/^CREATE TRIGGER [\s\S]*?END;$/gm, '')

/** A service of which this trigger alone watches, or none. */
const watchedBy = (trigger: Trigger | undefined): DatabaseSync => {
  const db = new DatabaseSync(':memory:')
  db.exec(`${unwatched}; ${trigger?.sql ?? ''}; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON`)
  return db
}

/** A row of a table: what it must have that is not given is empty. */
const insert = (db: DatabaseSync, table: string, row: Row): void => {
  const columns = db
    .prepare(`SELECT name, type, "notnull" AS must, dflt_value AS usual, pk FROM pragma_table_xinfo(?) WHERE hidden = 0`)
    .all(table) as {
    name: string
    type: string
    must: number
    usual: string | null
    pk: number
  }[]
  const values = columns
    .filter(
      ({ name, must, usual, type, pk }) =>
        name in row ||
        (must === 1 && usual === null && !(pk > 0 && type === 'INTEGER' && columns.filter((one) => one.pk > 0).length === 1)),
    )
    .map(({ name, type }): [string, string | number] => [name, row[name] ?? (type === 'INTEGER' ? 1 : '')])
  db.prepare(`INSERT INTO ${table} (${values.map(([name]) => `"${name}"`).join(', ')}) VALUES (${values.map(() => '?').join(', ')})`).run(
    ...values.map(([, value]) => value),
  )
}

/** The kinds that are woken by an act of the case, where all of them rest. */
const wokenBy = (trigger: Trigger, { row = {}, others, does }: Case, watches: boolean): string => {
  const db = watchedBy(watches ? trigger : undefined)
  if (others) db.exec(others)
  const rest = () => db.exec(`UPDATE NextLook SET at = '2099-01-01T00:00:00.000Z', version = 1`)
  if (does) insert(db, trigger.tbl_name, row)
  rest()
  if (does) db.exec(does)
  else insert(db, trigger.tbl_name, row)
  return db
    .prepare(`SELECT kind FROM NextLook WHERE version = 2 AND at < '2099' ORDER BY kind`)
    .all()
    .map(({ kind }) => kind)
    .join(' ')
}

const all = wakeful(whole())

it('every trigger that wakes a kind is tried', () => {
  expect(Object.keys(cases).sort()).toEqual(all.map(({ name }) => name))
})

it.each(Object.entries(cases))(
  '%s wakes what its act may make due; without it nothing says so, and what is of no matter wakes nothing',
  (name, one) => {
    const trigger = all.find((some) => some.name === name)
    if (!trigger) throw new Error(`no trigger ${name}`)
    const kinds = one.wakes.split(' ').sort().join(' ')
    expect([wokenBy(trigger, one, true), wokenBy(trigger, one, false)]).toEqual([kinds, ''])
    if (one.not) expect(wokenBy(trigger, { ...one, does: one.not }, true)).toBe('')
  },
)
