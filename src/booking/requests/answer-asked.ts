import { type Act, mayBookFor, nobody } from '#base/act.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type DueRequest, requestsOfLink, requestsOfSchool, selectAccountOfLink } from './request-store.ts'
import { refuseRequest } from './settle-requests.ts'

/** The link of a mail, or the school (a root) for somebody who may book for it. */
export type AskedKey = { token: string } | { schoolId: string }

/** What waits for an answer, and who answers: whoever got the link, whoever is signed in there. */
export type FoundAsked = { act: Act; byLink: boolean; requests: readonly DueRequest[] }

/** In one round trip. undefined: nobody has this key. */
export const findAsked = async (act: Act, key: AskedKey): Promise<FoundAsked | undefined> => {
  const { db } = act
  if ('schoolId' in key) {
    if (!mayBookFor(act.actor, key.schoolId)) return undefined
    return { act, byLink: false, requests: await readNow(db, requestsOfSchool(db, key.schoolId)) }
  }
  const hash = await sha256(key.token)
  const { account, requests } = await readTogether(db, { account: selectAccountOfLink(db, hash), requests: requestsOfLink(db, hash) })
  if (!account) return undefined
  const schoolIds = [...new Set(requests.map(({ schoolId }) => schoolId))]
  return { act: { ...act, actor: { ...nobody, ...account, schoolIds } }, byLink: true, requests }
}

/** Says no to one request; the asker is told in the same batch. The first answer counts. */
export const refuseAsked = async ({ act, byLink, requests }: FoundAsked, id: string): Promise<Result<undefined, 'answered'>> => {
  const request = requests.find((one) => one.id === id)
  // Of a link only the account is sure: the mail may have been passed on.
  const as = byLink ? { ...act, actor: { ...nobody, accountId: act.actor.accountId } } : act
  return request && (await refuseRequest(as, request, 'not_this_time', { byLink })) ? ok(undefined) : refuse('answered')
}
