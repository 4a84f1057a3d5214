import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { wrongNumbersMost } from '#base/limits/budget.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached } from '#base/limits/store.ts'
import { refused } from '#base/log/refusal.ts'
import { networkOf } from '#base/network.ts'
import { type Certificate, readNumber } from './certificate.ts'
import { selectByNumber } from './store.ts'

export type Checked = { certificate: Certificate; own: boolean } | { until: Instant } | undefined

/**
 * What a number stands for. Numbers that do not exist are counted by network, so that nobody tries
 * many. @param address the client's IP address, if known
 */
export const findCertificate = async (act: Act, typed: string, address: string | undefined): Promise<Checked> => {
  const number = readNumber(typed)
  const { personId, shared } = act.actor
  const certificate =
    number === undefined ? undefined : await readNow(act.db, selectByNumber(act.db, number, shared ? undefined : personId))
  if (certificate || address === undefined) return certificate
  const { networkHour, networkDay } = wrongNumbersMost
  const limits = limitsOf(`certificate:network:${await sha256(networkOf(address))}`, [
    { minutes: 60, most: networkHour },
    { minutes: 24 * 60, most: networkDay },
  ])
  const tried = await atomically(act.db, [counted(act.db, act.now, limits)], { [limitReached]: 'too_many' } as const)
  if (tried.ok) return undefined
  refused(act, 'wrong_certificate_numbers')
  return { until: (await limitedUntil(act.db, act.now, limits)) ?? instant(act.now) }
}
