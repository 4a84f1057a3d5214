import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Level } from '#guidance/issuing/answer.ts'
import type { Asked } from './asked.ts'
import { type AddressRefusal, hostsOf, type Outcome, type PageFound, readAddress } from './page.ts'
import { readPage } from './read-page.ts'
import { insertAnswerCheck, insertPageCheck, selectWebsites, setTicked } from './store.ts'

/** An officer looked into the answer that stands: it is seen, verified, or only stated. */
export const recordAnswerCheck = async (
  act: Act,
  { rootId, versionId }: Pick<Asked, 'rootId' | 'versionId'>,
  found: { answerId: string; level: Level; note: string },
): Promise<Result<void, 'answered_since'>> => {
  const result = await atomically(
    act.db,
    [
      insertAnswerCheck(act, { ...found, id: newId(act.now) }),
      logged(act, {
        act: 'guidance.answer_checked',
        subject: ['guidance_version', versionId] as const,
        schoolId: rootId,
        after: { answerId: found.answerId, level: found.level },
      }),
    ],
    { answer_was_replaced: 'answered_since' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Each time we go out: enough for an afternoon of looking, and no way to knock at a site. */
const mostLooks = { account: 60, school: 20 } as const

export type PageRefusal = AddressRefusal | 'no_site_known' | 'looked_too_often'

/** What came of looking at a page. @returns the id under which it is kept */
export const keepPage = async (
  act: Act,
  { issueId, versionId, rootId }: Pick<Asked, 'issueId' | 'versionId' | 'rootId'>,
  { href }: URL,
  found: PageFound,
): Promise<string> => {
  const id = newId(act.now)
  await atomically(act.db, [
    insertPageCheck(act, { id, issueId, address: href, found }),
    logged(act, {
      act: 'guidance.page_checked',
      subject: ['guidance_version', versionId] as const,
      schoolId: rootId,
      after: { outcome: found.outcome, status: found.status },
    }),
  ])
  return id
}

/** Looks at the page on which a school shows it, and keeps what came of it. */
export const recordPage = async (act: Act, asked: Asked, typed: string): Promise<Result<Outcome, PageRefusal>> => {
  const hosts = hostsOf(await readNow(act.db, selectWebsites(act.db, asked.rootId)))
  const address = readAddress(typed, hosts)
  if (!address.ok) return refuse(address.reason === 'address_elsewhere' && hosts.length === 0 ? 'no_site_known' : address.reason)
  const limits = [
    ...limitsOf(`page:account:${act.actor.accountId}`, [{ most: mostLooks.account, minutes: 60 }]),
    ...limitsOf(`page:school:${asked.rootId}`, [{ most: mostLooks.school, minutes: 60 }]),
  ]
  // Counted before we go out, so that many at once do not all go.
  const may = await atomically(act.db, spending(act, limits), { [limitReached]: 'looked_too_often' } as const)
  if (!may.ok) return may
  const page = await readPage(address.value, hosts)
  await keepPage(act, asked, address.value, page)
  return ok(page.outcome)
}

/** An officer read the page and says that it is the version. Twice is once. */
export const tickPage = async (act: Act, { rootId, versionId }: Pick<Asked, 'rootId' | 'versionId'>, checkId: string): Promise<void> => {
  await atomically(
    act.db,
    [
      setTicked(act, checkId, rootId),
      logged(act, { act: 'guidance.page_ticked', subject: ['guidance_version', versionId] as const, schoolId: rootId, after: { checkId } }),
    ],
    { page_is_ticked: 'ticked_already' } as const,
  )
}
