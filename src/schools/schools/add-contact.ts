import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import { insertedContacts, type NewContact } from './contact-store.ts'

export type AddContactRefusal = 'held_already'

/** Of a school (root); the same address in the same role is held once. */
export const addContact = async (act: Act, ask: NewContact): Promise<Result<undefined, AddContactRefusal>> => {
  const result = await atomically(
    act.db,
    [
      ...insertedContacts(act, [ask]),
      logged(act, {
        act: 'school_contact.added',
        subject: ['school', ask.schoolId],
        schoolId: ask.schoolId,
        after: { roleId: ask.roleId },
      }),
    ],
    { SchoolContact_once: 'held_already' },
  )
  return result.ok ? { ok: true, value: undefined } : result
}
