import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readCsv } from '#base/web/csv.ts'
import { type ContactFileRefusal, maxRows, type PlannedContact, planContacts } from './contact.ts'
import { contactsUnchanged, endedContacts, insertedContacts, knownForContacts } from './contact-store.ts'

type ContactPlan = { planned: PlannedContact[]; state: string }

/** Previews a list of contacts; writes nothing. One round trip. */
export const planContactImport = async (act: Act, text: string): Promise<Result<ContactPlan, ContactFileRefusal>> => {
  const { columns, rows } = readCsv(text, maxRows)
  if (!columns.includes('urn')) return refuse('no_urn_column')
  if (!columns.includes('email') && !columns.includes('e-mail')) return refuse('no_email_column')
  if (rows.length === 0) return refuse('no_rows')
  if (rows.length > maxRows) return refuse('too_many_rows')
  const known = await knownForContacts(
    act.db,
    rows.flatMap(({ cells }) => (cells['urn'] ? [cells['urn']] : [])),
    londonDay(act.now),
  )
  return ok({ planned: planContacts(rows, known), state: known.state })
}

type ContactImportRefusal = ContactFileRefusal | 'changed_meanwhile' | 'nothing_to_do'

/**
 * Applies what `planContactImport` showed in one batch: adds contacts, and replaces those with
 * another name or phone number.
 * @param ask.state of the preview; nothing is done when contacts changed since
 */
export const importContacts = async (
  act: Act,
  ask: { text: string; source: string; state: string },
): Promise<Result<{ added: number; changed: number }, ContactImportRefusal>> => {
  const plan = await planContactImport(act, ask.text)
  if (!plan.ok) return plan
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  const due = plan.value.planned.flatMap((row) => (row.outcome === 'added' || row.outcome === 'changed' ? [row] : []))
  const changed = due.flatMap((row) => (row.outcome === 'changed' ? [row.replacesId] : []))
  if (due.length === 0) return refuse('nothing_to_do')
  const batchId = newId(act.now)
  const done = await atomically(
    act.db,
    [
      contactsUnchanged(act.db, ask.state),
      endedContacts(act, changed),
      ...insertedContacts(
        act,
        due.map(({ school, roleId, said }) => ({
          schoolId: school.id,
          roleId,
          name: said.name,
          email: said.email,
          telephone: said.telephone,
          source: ask.source,
        })),
      ),
      logged(act, {
        act: 'school_contacts.imported',
        subject: ['school_contact_import', batchId],
        after: { added: due.length - changed.length, changed: changed.length },
      }),
    ],
    { [guardBroken]: 'changed_meanwhile' as const, SchoolContact_once: 'changed_meanwhile' as const },
  )
  return done.ok ? ok({ added: due.length - changed.length, changed: changed.length }) : done
}
