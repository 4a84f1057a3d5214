import type { Child } from 'hono/jsx'
import { Bullets, P } from '#base/web/page-parts.tsx'
import { type Ready, sayNothing, sayWaiting } from '../ready.ts'

/** The certificates that can be issued now, or why there are none, and who waits for what. */
export const ReadyCertificates = ({ ready, issue }: { ready: Ready; issue: Child }) => {
  const waiting = sayWaiting(ready)
  return (
    <>
      {ready.issued + ready.corrected > 0 ? issue : <P>{sayNothing(ready)}</P>}
      {waiting.length > 0 ? (
        <Bullets>
          {waiting.map((one) => (
            <li>{one}</li>
          ))}
        </Bullets>
      ) : null}
    </>
  )
}
