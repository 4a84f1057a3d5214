// A message is a list of blocks, from which both its HTML and its plain text are made.
import { raw } from 'hono/html'
import { lightOf } from '#base/colour.ts'
import { type Council, sayConcern, sizeWithin } from '#base/council.ts'
import { qrTable } from '#base/qr.ts'
import type { OwnWords } from './words.ts'

/** A run of text, or a link with its own words. */
type Run = string | { text: string; href: string }

export type Block =
  | { heading: string }
  | { paragraph: Run | readonly Run[] }
  /** Label and value; pairs without a value are left out. */
  | { facts: readonly (readonly [label: string, value: string | undefined])[] }
  | { list: readonly string[] }
  | { button: string; href: string }
  /** The ticket, below the button that leads to the page of a place. */
  | { ticket: string }
  | { small: Run | readonly Run[] }

/** True with the code below it and, in plain text, without. */
const aboutTicket = 'Your ticket is on your page too; your name is enough at the door.'

/** The council as every mail shows it. */
export type Letterhead = Pick<Council, 'name' | 'brandColour' | 'concernTelephone' | 'logo'>

/** The small print of a mail, and in whose name and colour it is. `baseUrl`: where its logo is. */
export type Footer = { council: Letterhead; baseUrl: string; small: readonly Block[] }

/** `senderName`: in whose name it is sent. */
export type Rendered = { subject: string; text: string; html: string; senderName: string }

const runs = (value: Run | readonly Run[]): readonly Run[] => (Array.isArray(value) ? (value as readonly Run[]) : [value as Run])

const plain = (value: Run | readonly Run[]): string =>
  runs(value)
    .map((run) => (typeof run === 'string' ? run : run.text === run.href ? run.href : `${run.text} (${run.href})`))
    .join('')

const shownFacts = (facts: readonly (readonly [string, string | undefined])[]): [string, string][] =>
  facts.flatMap(([label, value]) => (value ? [[label, value] as [string, string]] : []))

const asText = (block: Block): string => {
  if ('heading' in block) return `${block.heading}\n${'='.repeat(Math.min(block.heading.length, 60))}`
  if ('paragraph' in block) return plain(block.paragraph)
  if ('facts' in block)
    return shownFacts(block.facts)
      .map(([label, value]) => `${label}: ${value}`)
      .join('\n')
  if ('list' in block) return block.list.map((item) => `* ${item}`).join('\n')
  if ('button' in block) return `${block.button}:\n${block.href}`
  if ('ticket' in block) return aboutTicket
  return plain(block.small)
}

/** The preview in a list of mail: what and when, no more of the topic than the subject has. */
const previewOf = (blocks: readonly Block[]): string => {
  const [head] = blocks.flatMap((block) => ('heading' in block ? [block.heading] : []))
  const when = blocks.flatMap((block) => ('facts' in block ? shownFacts(block.facts) : [])).find(([label]) => label === 'When')
  return [head, when?.[1]].filter(Boolean).join(': ')
}

// Names and titles are untrusted: no control or bidirectional characters.
const clean = (text: string): string => text.replaceAll(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu, ' ')
const cleanRuns = (value: Run | readonly Run[]): Run[] =>
  runs(value).map((run) => (typeof run === 'string' ? clean(run) : { text: clean(run.text), href: run.href }))

const cleanBlock = (block: Block): Block => {
  if ('heading' in block) return { heading: clean(block.heading) }
  if ('paragraph' in block) return { paragraph: cleanRuns(block.paragraph) }
  if ('facts' in block) return { facts: block.facts.map(([label, value]) => [clean(label), value && clean(value)]) }
  if ('list' in block) return { list: block.list.map(clean) }
  if ('button' in block) return { ...block, button: clean(block.button) }
  if ('ticket' in block) return block
  return { small: cleanRuns(block.small) }
}

const font = "font-family:'Helvetica Neue',Helvetica,Arial,sans-serif"

type Coloured = { colour: string }

const Runs = ({ value, colour }: { value: Run | readonly Run[] } & Coloured) => (
  <>
    {runs(value).map((run) =>
      typeof run === 'string' ? (
        <Lines text={run} />
      ) : (
        <a class="link" href={run.href} style={`color:${colour}`}>
          {run.text}
        </a>
      ),
    )}
  </>
)

const Lines = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line, index) => (
      <>
        {index > 0 ? <br /> : null}
        {line}
      </>
    ))}
  </>
)

const FactValue = ({ value, colour }: { value: string } & Coloured) =>
  /^https?:\/\/[^\s"<>]+$/.test(value) ? <Runs value={{ text: value, href: value }} colour={colour} /> : <Lines text={value} />

const BlockView = ({ block, colour }: { block: Block } & Coloured) => {
  if ('heading' in block)
    return (
      <h1 class="text" style={`${font};font-size:24px;line-height:30px;margin:0 0 20px;color:#0b0c0c`}>
        {block.heading}
      </h1>
    )
  if ('paragraph' in block)
    return (
      <p class="text" style={`${font};font-size:17px;line-height:25px;margin:0 0 16px;color:#0b0c0c`}>
        <Runs value={block.paragraph} colour={colour} />
      </p>
    )
  if ('facts' in block)
    return (
      <table role="presentation" cellpadding="0" cellspacing="0" border={0} width="100%" style="margin:0 0 20px;border-collapse:collapse">
        {shownFacts(block.facts).map(([label, value]) => (
          <tr>
            <td
              class="text rule label"
              style={`${font};font-size:17px;line-height:24px;padding:8px 16px 8px 0;border-bottom:1px solid #cecece;vertical-align:top;width:30%;font-weight:700;color:#0b0c0c;word-break:normal`}
            >
              {label}
            </td>
            <td
              class="text rule value"
              style={`${font};font-size:17px;line-height:24px;padding:8px 0;border-bottom:1px solid #cecece;vertical-align:top;color:#0b0c0c;word-break:break-word`}
            >
              <FactValue value={value} colour={colour} />
            </td>
          </tr>
        ))}
      </table>
    )
  if ('list' in block)
    return (
      <ul class="text" style={`${font};font-size:17px;line-height:25px;margin:0 0 16px;padding-left:22px;color:#0b0c0c`}>
        {block.list.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    )
  if ('button' in block)
    return (
      <p style="margin:0 0 24px">
        <a
          class="button"
          href={block.href}
          style={`${font};display:inline-block;background:${colour};color:#ffffff;font-size:17px;line-height:22px;font-weight:700;padding:12px 18px;text-decoration:none`}
        >
          {block.button}
        </a>
      </p>
    )
  if ('ticket' in block)
    return (
      <>
        <p class="text" style={`${font};font-size:17px;line-height:25px;margin:0 0 16px;color:#0b0c0c`}>
          {aboutTicket}
        </p>
        {raw(qrTable(block.ticket, { label: 'Your ticket, which is scanned at the door' }))}
      </>
    )
  return (
    <p class="quiet" style={`${font};font-size:14px;line-height:20px;margin:0 0 12px;color:#484949`}>
      <Runs value={block.small} colour={colour} />
    </p>
  )
}

/** @param light the council's colour where the ground is dark */
const stylesOf = (light: string): string => `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.label,.value{display:block!important;width:auto!important}.label{border-bottom:0!important;padding:10px 0 0!important}.value{padding:0 0 10px!important}.cell{padding-left:16px!important;padding-right:16px!important}.outer{padding:0!important}}
@media (prefers-color-scheme:dark){.page{background:#0b0c0c!important}.card{background:#16191a!important}.button{background:${light}!important;color:#0b0c0c!important}.text{color:#f3f2f1!important}.quiet{color:#cecece!important}.link{color:${light}!important}.rule{border-color:#484949!important}}`

const Head = ({ council: { name, brandColour, logo }, baseUrl }: Pick<Footer, 'council' | 'baseUrl'>) =>
  logo ? (
    <td
      class="cell letterhead"
      style={`${font};padding:14px 24px;background:#ffffff;border-bottom:4px solid ${brandColour};font-size:17px`}
    >
      <img src={`${baseUrl}/logo/${logo.id}`} alt={name} {...sizeWithin(logo, 48)} style="display:block;border:0;max-width:100%" />
    </td>
  ) : (
    <td class="cell letterhead" style={`${font};padding:14px 24px;background:${brandColour};color:#ffffff;font-size:17px;font-weight:700`}>
      {name}
    </td>
  )

type PageProps = Omit<Footer, 'small'> & { subject: string; preview: string; blocks: Block[]; footer: Block[] }

const Page = ({ subject, preview, blocks, footer, council, baseUrl }: PageProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{subject}</title>
      <style>{raw(stylesOf(lightOf(council.brandColour)))}</style>
    </head>
    <body class="page" style="margin:0;padding:0;background:#f3f2f1">
      {preview ? <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{preview}</div> : null}
      <table class="page" role="presentation" cellpadding="0" cellspacing="0" border={0} width="100%" style="background:#f3f2f1">
        <tr>
          <td class="outer" align="center" style="padding:24px 12px">
            <table
              class="card"
              role="presentation"
              cellpadding="0"
              cellspacing="0"
              border={0}
              width="100%"
              style="max-width:600px;background:#ffffff"
            >
              <tr>
                <Head council={council} baseUrl={baseUrl} />
              </tr>
              <tr>
                <td class="cell" style="padding:24px 24px 16px;word-break:break-word">
                  {blocks.map((block) => (
                    <BlockView block={block} colour={council.brandColour} />
                  ))}
                </td>
              </tr>
              <tr>
                <td class="cell rule" style="padding:16px 24px 12px;border-top:1px solid #cecece;word-break:break-word">
                  {footer.map((block) => (
                    <BlockView block={block} colour={council.brandColour} />
                  ))}
                </td>
              </tr>
            </table>
          </td>
        </tr>
      </table>
    </body>
  </html>
)

/** In both forms. @param footer its small print stands after `--` in plain text */
export const mail = (subject: string, { council, baseUrl, small }: Footer, blocks: readonly Block[]): Rendered => {
  const title = clean(subject).replaceAll(/\s+/g, ' ').trim()
  const body = blocks.map(cleanBlock)
  const foot = [...small, { small: sayConcern(council) }].map(cleanBlock)
  return {
    senderName: council.name,
    subject: title,
    text: `${[...body.map(asText), '--', ...foot.map(asText)].filter(Boolean).join('\n\n')}\n`,
    html: `<!doctype html>${(<Page subject={title} preview={previewOf(body)} blocks={body} footer={foot} council={council} baseUrl={baseUrl} />).toString()}`,
  }
}

/** One whose words have one subject and one heading. */
export const worded = (words: (slot: 'subject' | 'heading') => string, footer: Footer, blocks: readonly Block[]): Rendered =>
  mail(words('subject'), footer, [{ heading: words('heading') }, ...blocks])

/** For messages about an account or a duty, which name nobody to ask. */
export const sentBy = (council: Letterhead, privacyUrl: string): Footer => ({
  council,
  baseUrl: new URL(privacyUrl).origin,
  small: [{ small: [`Sent by ${council.name}. `, { text: 'Privacy notice', href: privacyUrl }] }],
})

/** A message's sender, and the council's own words. */
export type Sender = {
  council: Letterhead
  contactEmail: string
  baseUrl: string
  words?: OwnWords | undefined
  /** Mail to the sending address arrives here, so calendars' answers are seen. */
  readsAnswers?: boolean | undefined
}

/** Who sent it and is the data controller, whom to ask, and the privacy notice. */
export const footerOf = (sender: Sender, contact: string, first: readonly Block[] = []): Footer => ({
  council: sender.council,
  baseUrl: sender.baseUrl,
  small: [
    ...first,
    { small: [`Sent by ${sender.council.name}.`, ...(contact ? [` Questions: ${contact}.`] : [])] },
    { small: [{ text: 'Privacy notice', href: `${sender.baseUrl}/privacy` }] },
  ],
})
