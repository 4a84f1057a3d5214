// Mail that came to the sending address, as Resend keeps it.
import { Resend } from 'resend'
import type { MailAccess } from '#base/act.ts'
import { answerSeconds } from './message.ts'

/** `gone`: it will never be had; `later`: worth another attempt. */
export type FetchedMail = { kind: 'mail'; raw: Uint8Array } | { kind: 'too_large' } | { kind: 'gone' } | { kind: 'later'; error: string }

/** Fetches a received mail as it came, up to `largest` bytes of it. */
export const fetchReceived = async (access: MailAccess, emailId: string, largest: number): Promise<FetchedMail> => {
  const resend = new Resend(access.apiKey, access.baseUrl ? { baseUrl: access.baseUrl } : {})
  const answer = await resend.emails.receiving.get(emailId, {}, { signal: AbortSignal.timeout(answerSeconds * 1000) })
  if (!answer.data) {
    const { statusCode, name } = answer.error
    return statusCode === 404 ? { kind: 'gone' } : { kind: 'later', error: `${statusCode ?? 'unreachable'} ${name}` }
  }
  const url = answer.data.raw?.download_url
  if (!url || !isProviders(url, access)) return { kind: 'gone' }
  try {
    const download = await fetch(url, { signal: AbortSignal.timeout(answerSeconds * 1000) })
    if (!download.ok) return { kind: 'later', error: `${download.status} download` }
    return await readUpTo(download, largest)
  } catch (error) {
    return { kind: 'later', error: error instanceof Error ? error.name : 'download' }
  }
}

/** A mail is fetched from where the provider keeps it and from nowhere else, whatever its answer says. */
const isProviders = (url: string, access: MailAccess): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  if (access.baseUrl && origin === new URL(access.baseUrl).origin) return true
  return protocol === 'https:' && hostname.endsWith('.resend.com')
}

/** Stops reading as soon as it is more than will be looked at, whatever its headers say of its length. */
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
