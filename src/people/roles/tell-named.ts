import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { roleNamedMail } from '#emails/people/role-named.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { markNamedTold, selectNamed, type ToldOfRole } from './named-store.ts'

type Words = Awaited<ReturnType<typeof readOwnWords>>

/** Job: the first at once, what follows within a day in one mail. */
export const tellNamed = async (act: Act): Promise<boolean> => {
  const named = await selectNamed(act)
  if (named.length === 0) return false
  const [council, words] = await Promise.all([readCouncil(act.db, councilFrom(act.laCodes.join(','))), readOwnWords(act.db)])
  return eachApart(
    act,
    'tellNamed',
    [...Map.groupBy(named, ({ email }) => email).values()],
    ([first]) => first?.email ?? '',
    (all) => tell(act, council, words, all),
  )
}

const tell = async (act: Act, council: Council, words: Words, all: readonly ToldOfRole[]): Promise<boolean> => {
  const roles = all.filter(({ stands }) => stands === 1)
  const [first] = roles
  const own = roles.find(({ isTheirs }) => isTheirs === 1)
  const isOneSchool = roles.every(({ schoolId }) => schoolId === first?.schoolId)
  const result = await atomically(
    act.db,
    [
      ...markNamedTold(act, all[0]?.email ?? '', all),
      ...(first
        ? queued(act, {
            id: newId(act.now),
            kind: 'role_named',
            ...(own ? { recipient: own.personId, personId: own.personId } : { recipient: first.email }),
            ...(isOneSchool ? { schoolId: first.schoolId } : {}),
            to: { name: own?.name ?? '', email: first.email },
            replyTo: council.contactEmail || undefined,
            ...roleNamedMail({
              roles: roles.map((one) => ({
                role: one.role,
                who: one.isTheirs ? undefined : one.name,
                isProposed: one.confirmed === 0,
                school: schoolLabel({ name: one.school, town: one.town, urn: one.urn }),
                since: one.since ?? undefined,
              })),
              schoolId: roles.find(({ mayAnswer }) => mayAnswer === 1)?.schoolId,
              by: roles.every(({ byCouncil }) => byCouncil === 1) ? 'council' : 'school',
              council,
              serviceUrl: act.baseUrl,
              words,
            }),
          })
        : []),
    ],
    { [guardBroken]: 'later' } as const,
  )
  return result.ok && first !== undefined
}
