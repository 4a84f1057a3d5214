import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { openChases } from './chase-store.ts'
import type { ChasedMatter } from './contact.ts'
import { insertContacts, type NewContact } from './contact-store.ts'

/** What a contact is about: a chase that is there, or a matter that is chased from now on. */
export type About = { chaseId: string } | { matter: ChasedMatter; subjectId: string }

/** Begins the chases that it is about. Two officers at once begin one; both contacts are kept. */
export const recordContact = async (
  act: Act,
  schoolId: string,
  abouts: readonly About[],
  facts: Omit<NewContact, 'id' | 'schoolId'>,
): Promise<Result<undefined, 'noted_before' | 'corrected_before'>> => {
  const contacts = abouts.map((about, n) => ({
    ...facts,
    ...('matter' in about ? { chase: about } : about),
    id: newId(act.now),
    schoolId,
    form: n === 0 ? facts.form : `${facts.form} ${n}`,
  }))
  const begun = abouts.flatMap((about) => ('matter' in about ? [{ ...about, id: newId(act.now), schoolId }] : []))
  const result = await atomically(
    act.db,
    [
      ...(begun.length > 0 ? [openChases(act, begun)] : []),
      insertContacts(act, contacts),
      ...contacts.map(({ id }) =>
        logged(act, {
          act: facts.correctsId ? 'school.contact_corrected' : 'school.contact_noted',
          subject: ['contact', id],
          schoolId,
          after: { rung: facts.rung, means: facts.means, result: facts.result, correctsId: facts.correctsId },
        }),
      ),
    ],
    { 'ContactTried.form': 'noted_before', 'ContactTried.correctsId': 'corrected_before' } as const,
  )
  return result.ok ? ok(undefined) : result
}
