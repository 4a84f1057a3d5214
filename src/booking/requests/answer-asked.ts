import { type Act, actsFor } from '#base/act.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type DueRequest, isAskedLink, requestsOfLink, requestsOfSchool } from './request-store.ts'
import { refuseRequest } from './settle-requests.ts'

/** The link of a mail, or the school (a root) for somebody who may book for it. */
export type AskedKey = { token: string } | { schoolId: string }

/** The key is a link that was mailed, or the school's own. */
export const holdsKey = async (act: Act, key: AskedKey): Promise<boolean> =>
  'token' in key ? isAskedLink(act.db, await sha256(key.token)) : actsFor(act.actor, key.schoolId)

/** What waits for the answer of whoever has the key. */
export const findAsked = async (act: Act, key: AskedKey): Promise<DueRequest[]> => {
  if ('token' in key) return requestsOfLink(act.db, await sha256(key.token))
  return actsFor(act.actor, key.schoolId) ? requestsOfSchool(act.db, key.schoolId) : []
}

/** Says no to one request; the asker is told in the same batch. The first answer counts. */
export const refuseAsked = async (act: Act, key: AskedKey, id: string): Promise<Result<undefined, 'answered'>> => {
  const request = (await findAsked(act, key)).find((one) => one.id === id)
  return request && (await refuseRequest(act, request, 'not_this_time')) ? ok(undefined) : refuse('answered')
}
