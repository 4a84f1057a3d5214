// Looks at a page of a school’s site: by https alone, within a time and a size, and wherever it
// leads only where we may look. Nothing of ours goes with it, and of what is there only the hash
// is kept.
import { sha256 } from '#base/id.ts'
import { mostBytes, mostRedirects, mostSeconds, type PageFound, refusalOf } from './page.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

const outcomeOf = (outcome: PageFound['outcome'], status?: number, hash = ''): PageFound => ({ outcome, status, hash })

const isTime = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

/** undefined: it is larger than we read, whatever it says of its length. */
const hashOf = async (answer: Response): Promise<string | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = answer.body?.getReader()
  for (let next = await reader?.read(); reader && next && !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > mostBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(next.value)
  }
  const content = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    content.set(chunk, at)
    at += chunk.byteLength
  }
  return await sha256(content)
}

const look = async (address: URL, hosts: readonly string[], fetcher: Fetch, signal: AbortSignal): Promise<PageFound> => {
  let url = address
  for (let n = 0; n <= mostRedirects; n += 1) {
    if (refusalOf(url, hosts)) return outcomeOf('led_elsewhere')
    const answer = await fetcher(url.href, {
      method: 'GET',
      redirect: 'manual',
      signal,
      headers: { accept: 'text/html, application/pdf, */*;q=0.5', 'user-agent': 'Muster, looking whether a policy is published' },
    })
    const { status } = answer
    const to = answer.headers.get('location')
    if (status >= 300 && status < 400 && to !== null) {
      await answer.body?.cancel()
      if (!URL.canParse(to, url.href)) return outcomeOf('led_elsewhere', status)
      url = new URL(to, url)
      continue
    }
    if (status !== 200) {
      await answer.body?.cancel()
      return outcomeOf('not_there', status)
    }
    const hash = await hashOf(answer)
    return hash === undefined ? outcomeOf('too_large', status) : outcomeOf('found', status, hash)
  }
  return outcomeOf('led_round')
}

/** @param address one that `readAddress` allowed @param fetcher of a test */
export const readPage = async (
  address: URL,
  hosts: readonly string[],
  { fetcher = (url, init) => fetch(url, init), seconds = mostSeconds }: { fetcher?: Fetch; seconds?: number } = {},
): Promise<PageFound> => {
  const signal = AbortSignal.timeout(seconds * 1000)
  try {
    return await look(address, hosts, fetcher, signal)
  } catch (error) {
    return outcomeOf(isTime(error) || signal.aborted ? 'too_slow' : 'no_answer')
  }
}
