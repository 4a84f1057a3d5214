import { type Act, actsFor, nobody } from '#base/act.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { accountOfLink, type DueRequest, requestsOfLink, requestsOfSchool } from './request-store.ts'
import { refuseRequest } from './settle-requests.ts'

/** The link of a mail, or the school (a root) for somebody who may book for it. */
export type AskedKey = { token: string } | { schoolId: string }

/** The key is a link that was mailed, or the school's own. */
export const holdsKey = async (act: Act, key: AskedKey): Promise<boolean> =>
  'token' in key ? (await accountOfLink(act.db, await sha256(key.token))) !== undefined : actsFor(act.actor, key.schoolId)

/** What waits for the answer of whoever has the key. */
export const findAsked = async (act: Act, key: AskedKey): Promise<DueRequest[]> => {
  if ('token' in key) return requestsOfLink(act.db, await sha256(key.token))
  return actsFor(act.actor, key.schoolId) ? requestsOfSchool(act.db, key.schoolId) : []
}

/** The holder of a link answers as whoever got it, whoever is signed in on this browser. */
const answerer = async (act: Act, key: AskedKey): Promise<Act> =>
  'token' in key ? { ...act, actor: { ...nobody, accountId: await accountOfLink(act.db, await sha256(key.token)) } } : act

/** Says no to one request; the asker is told in the same batch. The first answer counts. */
export const refuseAsked = async (act: Act, key: AskedKey, id: string): Promise<Result<undefined, 'answered'>> => {
  const request = (await findAsked(act, key)).find((one) => one.id === id)
  if (!request) return refuse('answered')
  const byLink = 'token' in key
  return (await refuseRequest(await answerer(act, key), request, 'not_this_time', { byLink })) ? ok(undefined) : refuse('answered')
}
