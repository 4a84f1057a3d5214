import type { Account } from './account.ts'
import { Refusal } from './refusal.ts'

/**
 * Counts a request against the limit of the account. Returns the headers that its answer bears, whatever it is; none when nothing is limited.
 * The window is a whole second of the account's clock.
 */
export const countRequest = (account: Account): Record<string, string> => {
  const limit = account.settings.perSecond
  if (limit === undefined) return {}
  const second = Math.floor(account.now() / 1000)
  if (account.window.second !== second) account.window = { second, used: 0 }
  const headers = {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(Math.max(0, limit - account.window.used - 1)),
    'ratelimit-reset': '1',
  }
  if (account.window.used >= limit)
    throw new Refusal(
      429,
      'rate_limit_exceeded',
      `Too many requests. You can only make ${limit} requests per second. See rate limit response headers for more information. Or contact support to increase rate limit.`,
      { ...headers, 'retry-after': '1' },
    )
  account.window.used += 1
  return headers
}

/** Refuses what would go beyond the quota of today. */
export const countMails = (account: Account, more: number): void => {
  const quota = account.settings.dailyQuota
  if (quota === undefined) return
  const today = new Date(account.now()).toISOString().slice(0, 10)
  let sent = 0
  for (const mail of account.mails.values()) if (new Date(mail.at).toISOString().startsWith(today)) sent += 1
  if (sent + more > quota)
    throw new Refusal(429, 'daily_quota_exceeded', 'You have reached your daily email sending quota.', { 'retry-after': '3600' })
}
