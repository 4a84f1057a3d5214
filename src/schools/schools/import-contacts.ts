import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { type ListRefusal, type Plan, readList, savePlan } from '#base/list/plan.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { maxRows, type PlannedContact, planContacts } from './contact.ts'
import { contactsUnchanged, endedContacts, insertedContacts, knownForContacts } from './contact-store.ts'

/** Writes nothing. One round trip. */
export const planContactImport = async (act: Act, text: string): Promise<Result<Plan<PlannedContact>, ListRefusal>> => {
  const list = readList(text, maxRows, (has) => has('urn') && (has('email') || has('e-mail')))
  if (!list.ok) return list
  const urns = list.value.flatMap(({ cells }) => (cells['urn'] ? [cells['urn']] : []))
  const known = await knownForContacts(act.db, urns, londonDay(act.now))
  return ok({ planned: planContacts(list.value, known), state: known.state })
}

/**
 * Adds previewed contacts in one batch, and replaces those with another name or number.
 * @param ask.state of the preview; refused when contacts changed since
 */
export const importContacts = (act: Act, { text, source, state }: { text: string; source: string; state: string }) =>
  savePlan(
    act,
    undefined,
    state,
    () => planContactImport(act, text),
    (due, saved) => {
      const changed = due.flatMap((row) => (row.outcome === 'changed' ? [row.replacesId] : []))
      const contacts = due.map(({ school, roleId, said: { name, email, telephone } }) => ({
        schoolId: school.id,
        roleId,
        name,
        email,
        telephone,
        source,
      }))
      return [
        contactsUnchanged(act.db, state),
        endedContacts(act, changed),
        ...insertedContacts(act, contacts),
        logged(act, {
          act: 'school_contacts.imported',
          subject: ['school_contact_import', newId(act.now)],
          after: saved,
        }),
      ]
    },
  )
