import type { Child } from 'hono/jsx'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { Heading, P } from '#base/web/page-parts.tsx'
import type { Rendered } from '#emails/messages/mail.tsx'
import { type Switch, switchFacts } from '#messages/outbox/switch.ts'
import type { Setting } from '../automatic.ts'
import { sayTiming } from './words.tsx'

type MessagePageProps = { one: Switch; was: Setting; preview: Rendered | undefined; form: Child }

export const MessagePage = ({ one, was, preview, form }: MessagePageProps) => (
  <>
    <P>
      To: {lowerFirst(switchFacts[one].to)}. {sayTiming(one, was)}.
    </P>
    {form}
    <Heading>How it reads</Heading>
    {preview ? (
      <>
        <P>With this event’s own details, to somebody made up. Links lead nowhere.</P>
        <P>
          <strong>Subject:</strong> {preview.subject}
        </P>
        <pre class="muster-plain-text">{preview.text}</pre>
      </>
    ) : (
      <P>The event has no date yet.</P>
    )}
  </>
)
