// What follows from a request is found and claimed by the last statements of its batches, so it
// costs no round trip when nothing follows; it is done after the response.
import type { Act } from '#base/act.ts'
import type { Bindings } from '#base/web/env.ts'
import { claiming, deliverStored, type Stored } from '#messages/outbox/drain.ts'
import { type Found, runDue, selectDue } from './due.ts'
import type { Kind } from './jobs.ts'

/** `due`: the jobs found by the last batch; undefined: unknown. */
export type Left = Stored & { due: readonly Found[] | undefined }

/**
 * Makes each logging batch of the act end with finding what follows.
 * @param deployment the bindings from the runtime
 * @param some what can follow
 */
export const following = (env: Bindings, deployment: object, act: Act, some: readonly Kind[]): Left => {
  const left: Left = { claimed: [], someWait: false, due: [] }
  if (!act.soFar) return left
  const claimed = claiming(env, deployment, act, left)
  act.soFar.extra = (said) => {
    const claim = claimed(said)
    const look = said.logged && some.length > 0 ? selectDue(env.DB, act, some) : undefined
    return {
      statements: [...claim.statements, ...(look?.statements ?? [])],
      onResults: (results) => {
        claim.onResults(results)
        if (look) left.due = results && look.from(results.slice(claim.statements.length)).found
      },
    }
  }
  return left
}

const follows = ({ due }: Left): boolean => due === undefined || due.length > 0

export const isLeft = (left: Left): boolean => left.claimed.length > 0 || left.someWait || follows(left)

/** Sends what a request has stored, and runs what follows. */
export const follow = async (env: Bindings, deployment: object, act: Act, left: Left, some: readonly Kind[]): Promise<void> => {
  const now = { ...left }
  Object.assign(left, { claimed: [], someWait: false, due: [] })
  await Promise.all([
    deliverStored(env, deployment, act.now, now),
    follows(now) ? runDue(env, act.now, act.baseUrl, some, now.due) : undefined,
  ])
}
