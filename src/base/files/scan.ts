// Asks a virus scanner, as clamav-rest answers at /v2/scan: https://github.com/ajilach/clamav-rest.
// It gets the bytes without our name.
import * as z from 'zod'
import type { ScannerAccess } from '#base/act.ts'

/** Seconds for an answer. */
const patience = 30

const clean = z.tuple([z.object({ Status: z.literal('OK') })])
const infected = z.array(z.object({ Status: z.string() }))

/** `not_scanned`: no answer, so it must not be kept. */
export const scan = async (
  { url, token }: ScannerAccess,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<'clean' | 'infected' | 'not_scanned'> => {
  const body = new FormData()
  body.set('file', new Blob([bytes]), 'file')
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const verdict = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(patience * 1000) })
    .then(async (answer) => ({ status: answer.status, says: (await answer.json()) as unknown }))
    .catch((error: unknown) => ({ status: 0, says: String(error) }))
  if (verdict.status === 406 && infected.safeParse(verdict.says).data?.some(({ Status }) => Status === 'FOUND')) return 'infected'
  if (verdict.status === 200 && clean.safeParse(verdict.says).success) return 'clean'
  console.error(JSON.stringify({ scanner: verdict.status, says: verdict.status === 0 ? verdict.says : undefined }))
  return 'not_scanned'
}
