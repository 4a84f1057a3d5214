import { Heading, P } from '#base/web/page-parts.tsx'
import type { Rendered } from '#emails/messages/mail.tsx'

// No scripts, no pictures and nothing from elsewhere, whatever the words contain; links lead
// nowhere.
const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`

/** A message as mail programs show it, in a sandboxed frame. */
const MailFrame = ({ rendered, width, title }: { rendered: Rendered; width: 'phone' | 'wide'; title: string }) => (
  <iframe
    class={`muster-mail${width === 'phone' ? ' muster-mail--phone' : ''}`}
    title={title}
    sandbox=""
    srcdoc={rendered.html.replace('<head>', `<head>${policy}`)}
  />
)

export const Preview = ({ rendered, of }: { rendered: Rendered; of: string }) => (
  <section id="preview" aria-labelledby="preview-heading">
    <Heading id="preview-heading">{of}</Heading>
    <P>
      <strong>Subject:</strong> {rendered.subject}
    </P>
    <h3 class="govuk-heading-s">On a telephone</h3>
    <MailFrame rendered={rendered} width="phone" title="The message on a telephone" />
    <h3 class="govuk-heading-s">In a wide window</h3>
    <MailFrame rendered={rendered} width="wide" title="The message in a wide window" />
    <h3 class="govuk-heading-s">As plain text</h3>
    <pre class="muster-plain-text">{rendered.text}</pre>
  </section>
)
