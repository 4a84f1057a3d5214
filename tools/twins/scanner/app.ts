// A virus scanner as clamav-rest answers at /v2/scan. It finds the test file of EICAR, packed in a zip too, counts what it was
// asked, and refuses whatever the real one would. https://github.com/ajilach/clamav-rest
import { unzipSync } from 'fflate'

/** https://www.eicar.org: what every scanner finds, and what harms nobody. Written in two parts, so that no scanner finds this file. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

type Fate = 'starting' | 'failing' | 'broken' | 'silent'

/** What `/_twin` tells and is told. fates: what the next requests meet. token: what a gateway in front asks for; '': nobody asks. */
export type ScannerState = { scanned: { name: string; size: number; status: string }[]; fates: Fate[]; token: string }

const json = (body: unknown, status: number): Response =>
  Response.json(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } })

const inside = (bytes: Uint8Array): Uint8Array[] => {
  try {
    return [bytes, ...Object.values(unzipSync(bytes))]
  } catch {
    return [bytes]
  }
}

const isFound = (bytes: Uint8Array): boolean => inside(bytes).some((part) => Buffer.from(part).includes(eicar))

/** As the scanner is set up at first. */
const mostBytes = 25_000_000

export const createScannerTwin = (): { fetch: (request: Request) => Promise<Response> } => {
  /** Each host is a scanner of its own, so that whoever asks at the same time does not meet another's fates. */
  const scanners = new Map<string, ScannerState>()
  return {
    fetch: async (request) => {
      const { host, pathname } = new URL(request.url)
      const scanner = scanners.get(host) ?? { scanned: [], fates: [], token: '' }
      scanners.set(host, scanner)
      if (pathname === '/_twin') {
        if (request.method === 'POST') Object.assign(scanner, await request.json())
        return json(scanner, 200)
      }
      if (scanner.token !== '' && request.headers.get('authorization') !== `Bearer ${scanner.token}`)
        return new Response('', { status: 401 })
      if (pathname !== '/v2/scan') return new Response('404 page not found', { status: 404 })
      if (request.method !== 'POST') return new Response('Method Not Allowed', { status: 405 })
      const fate = scanner.fates.shift()
      if (fate === 'silent') throw new Error('the connection was cut')
      if (fate === 'starting') return new Response('Bad Gateway', { status: 502 })
      if (fate === 'failing') return json([{ Status: 'ERROR', Description: 'engine', FileName: 'file' }], 400)
      if (fate === 'broken') return new Response('<!doctype html>', { status: 200 })
      if (!request.headers.get('content-type')?.startsWith('multipart/form-data; boundary='))
        return new Response('request Content-Type isn’t multipart', { status: 500 })
      const parts = [...(await request.formData()).values()]
      const results = await Promise.all(
        parts.map(async (part) => {
          if (typeof part === 'string')
            return { result: { Status: 'ERROR', Description: 'MimePart FileName missing', FileName: '' }, status: 422 }
          const bytes = new Uint8Array(await part.arrayBuffer())
          if (bytes.length > mostBytes)
            return { result: { Status: 'PARSE ERROR', Description: 'File size limit exceeded', FileName: part.name }, status: 413 }
          const [Status, Description, status] = isFound(bytes)
            ? (['FOUND', 'Eicar-Test-Signature', 406] as const)
            : (['OK', '', 200] as const)
          scanner.scanned.push({ name: part.name, size: bytes.length, status: Status })
          return { result: { Status, Description, FileName: part.name }, status }
        }),
      )
      return json(
        results.map(({ result }) => result),
        results.find(({ status }) => status === 406)?.status ?? results.findLast(({ status }) => status !== 200)?.status ?? 200,
      )
    },
  }
}
