// What follows from a request is asked and claimed by the last statements of the batches that it writes, so that it costs no trip when nothing follows,
// and is done once the request is answered.
import type { Act } from '#base/act.ts'
import type { Bindings } from '#base/web/env.ts'
import { claiming, deliverStored, type Stored } from '#messages/outbox/drain.ts'
import { type Found, type Kind, lookAt, runDue } from './due.ts'

/** `due`: what the last batch has found to be done; undefined: it could not be asked. */
export type Left = Stored & { due: readonly Found[] | undefined }

/**
 * From now on each batch of the act that says something ends with looking at what follows from it.
 *
 * @param deployment the bindings as the runtime gave them
 * @param some what can follow
 */
export const following = (env: Bindings, deployment: object, act: Act, some: readonly Kind[]): Left => {
  const left: Left = { claimed: [], someWait: false, due: [] }
  if (!act.soFar) return left
  act.soFar.ending = (said) => {
    const claim = claiming(env, deployment, act, said, left)
    const look = said.logged && some.length > 0 ? lookAt(env.DB, act, some) : undefined
    return {
      statements: [...claim.statements, ...(look ? [look.statement] : [])],
      heard: (results) => {
        claim.heard(results)
        if (look) left.due = results && look.seenIn(results[claim.statements.length]).found
      },
    }
  }
  return left
}

const follows = ({ due }: Left): boolean => due === undefined || due.length > 0

export const isLeft = (left: Left): boolean => left.claimed.length > 0 || left.someWait || follows(left)

/** Sends what a request has stored so far, and does what follows from it. */
export const follow = async (env: Bindings, deployment: object, act: Act, left: Left, some: readonly Kind[]): Promise<void> => {
  const now = { ...left }
  Object.assign(left, { claimed: [], someWait: false, due: [] })
  await Promise.all([
    deliverStored(env, deployment, act.now, now),
    follows(now) ? runDue(env, act.now, act.baseUrl, some, now.due) : undefined,
  ])
}
