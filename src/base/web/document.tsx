import type { Document, DocumentBlock } from '../document.ts'
import { LogoPicture } from './logo.tsx'
import { Bullets, Heading, P, SummaryList, Table, Title } from './page-parts.tsx'
import { Qr } from './qr.tsx'

/** Prints well; its tables can be pasted into a letter as tables. */
export const DocumentView = ({ document: { title, look, lines, logo, blocks } }: { document: Document }) => {
  const heading = <Title>{title}</Title>
  return (
    <article class={`muster-paper${look ? ` muster-paper--${look}` : ''}`}>
      <p class="govuk-body-s muster-no-print">Print this page from the menu of your browser, or copy it with its tables.</p>
      {logo ? <LogoPicture logo={logo} most={60} /> : null}
      {look ? null : heading}
      {lines.map((line) => (
        <P>{line}</P>
      ))}
      {look ? heading : null}
      <Blocks blocks={blocks} />
    </article>
  )
}

export const Blocks = ({ blocks }: { blocks: readonly DocumentBlock[] }) => (
  <>
    {blocks.map((block) => (
      <Block block={block} />
    ))}
  </>
)

const Code = ({ address, beside: [first, ...rest] = [] }: Extract<DocumentBlock, { kind: 'code' }>) => {
  const code = <Qr text={address} label={`Code of ${address}`} size={160} />
  return first === undefined ? (
    code
  ) : (
    <div class="muster-paper__code">
      {code}
      <div class="muster-break">
        <p class="govuk-body govuk-!-font-weight-bold">{first}</p>
        {rest.map((text) => (
          <P>{text}</P>
        ))}
      </div>
    </div>
  )
}

const looks = { lead: 'muster-paper__lead', name: 'muster-paper__name' }

const Block = ({ block }: { block: DocumentBlock }) => {
  if (block.kind === 'heading' && block.look) return <h2 class="govuk-heading-m muster-paper__lead">{block.text}</h2>
  if (block.kind === 'heading')
    return (block.level ?? 2) === 2 ? <Heading>{block.text}</Heading> : <h3 class="govuk-heading-s">{block.text}</h3>
  if (block.kind === 'paragraph' && block.look)
    return <p class={`govuk-body ${looks[block.look]}${block.strong ? ' govuk-!-font-weight-bold' : ''}`}>{block.text}</p>
  if (block.kind === 'paragraph')
    return block.strong ? <p class="govuk-body govuk-!-font-weight-bold">{block.text}</p> : <P>{block.text}</P>
  if (block.kind === 'list')
    return (
      <Bullets>
        {block.items.map((item) => (
          <li>{item}</li>
        ))}
      </Bullets>
    )
  if (block.kind === 'table')
    return (
      <Table
        caption={block.caption}
        columns={block.columns.map(({ name, figures }) => (figures ? { text: name, numeric: true as const } : name))}
        rows={block.rows.map((row) => row.map(String))}
      />
    )
  if (block.kind === 'facts')
    return (
      <>
        <h3 class="govuk-heading-s">{block.caption}</h3>
        <SummaryList rows={block.rows} />
      </>
    )
  if (block.kind === 'signature') return <p class="govuk-body-s muster-paper__sign">{block.who}</p>
  return block.kind === 'code' ? <Code {...block} /> : null
}
