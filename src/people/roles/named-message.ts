// What somebody is told whom others name in a role, so that they can say that it is not so.
import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { newId } from '#base/id.ts'
import { roleNamedMail } from '#emails/people/role-named.tsx'
import { queued } from '#messages/outbox/store.ts'
import { readOwnWords } from '#messages/words/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AskedRole, Capacity, SchoolRoles } from './school-roles.ts'

type Named = { personId: string; name: string; email: string | null }

/** What the mail is worded with, read once however many are told. */
export type Wording = { council: Council; words: Awaited<ReturnType<typeof readOwnWords>> }

export const wordingOf = async (act: Act, council: Council): Promise<Wording> => ({ council, words: await readOwnWords(act.db) })

/** Nothing to whoever named themselves, or has no address. */
export const toldOfRole = (
  act: Act,
  at: SchoolRoles & { capacity: Capacity },
  role: AskedRole,
  named: Named,
  since: string | undefined,
  { council, words }: Wording,
): D1PreparedStatement[] => {
  if (!named.email || named.personId === act.actor.personId) return []
  return queued(act, {
    id: newId(act.now),
    kind: 'role_named',
    recipient: named.personId,
    personId: named.personId,
    schoolId: at.school.id,
    to: { name: named.name, email: named.email },
    replyTo: council.contactEmail || undefined,
    ...roleNamedMail({
      role: role.label,
      school: schoolLabel(at.school),
      since,
      by: at.capacity === 'officer' ? 'council' : 'school',
      council,
      serviceUrl: act.baseUrl,
      words,
    }),
  })
}
