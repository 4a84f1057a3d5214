// Mail that was received at the sending address, read from Resend.
import { Resend } from 'resend'
import type { MailAccess } from '#base/act.ts'
import { answerSeconds } from './message.ts'

/** `gone`: it cannot be fetched any more; `later`: retry. */
export type FetchedMail = { kind: 'mail'; raw: Uint8Array } | { kind: 'too_large' } | { kind: 'gone' } | { kind: 'later'; error: string }

/** Fetches a received mail as raw bytes, up to `largest`. */
export const fetchReceived = async (access: MailAccess, emailId: string, largest: number): Promise<FetchedMail> => {
  const resend = new Resend(access.apiKey, access.baseUrl ? { baseUrl: access.baseUrl } : {})
  const answer = await resend.emails.receiving.get(emailId, {}, asking())
  if (!answer.data) {
    const { statusCode, name } = answer.error
    return statusCode === 404 ? { kind: 'gone' } : { kind: 'later', error: `${statusCode ?? 'unreachable'} ${name}` }
  }
  const url = answer.data.raw?.download_url
  if (!url || !isProviders(url, access)) return { kind: 'gone' }
  try {
    const download = await fetch(url, asking())
    if (!download.ok) return { kind: 'later', error: `${download.status} download` }
    return await readUpTo(download, largest)
  } catch (error) {
    return { kind: 'later', error: error instanceof Error ? error.name : 'download' }
  }
}

/** Nothing is followed: an address that was allowed must not lead to another. */
const asking = () => ({ redirect: 'manual' as const, signal: AbortSignal.timeout(answerSeconds * 1000) })

/** Fetches only from the provider's hosts, whatever address its answer gives. */
const isProviders = (url: string, access: MailAccess): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  if (access.baseUrl && origin === new URL(access.baseUrl).origin) return true
  return protocol === 'https:' && hostname.endsWith('.resend.com')
}

/** Stops reading above the limit, whatever the headers say about its length. */
const readUpTo = async (download: Response, largest: number): Promise<FetchedMail> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = download.body?.getReader()
  for (let next = await reader?.read(); reader && next && !next.done; next = await reader.read()) {
    chunks.push(next.value)
    size += next.value.byteLength
    if (size > largest) {
      await reader.cancel()
      return { kind: 'too_large' }
    }
  }
  const raw = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    raw.set(chunk, at)
    at += chunk.byteLength
  }
  return { kind: 'mail', raw }
}
