import type { Document, DocumentBlock } from '../document.ts'
import { Bullets, Heading, P, Table, Title } from './page-parts.tsx'
import { Qr } from './qr.tsx'

/** Prints well; its tables can be pasted into a letter as tables. */
export const DocumentView = ({ document }: { document: Document }) => (
  <article class="muster-paper">
    <p class="govuk-body-s muster-no-print">Print this page from the menu of your browser, or copy it with its tables.</p>
    <Title>{document.title}</Title>
    {document.lines.map((line) => (
      <P>{line}</P>
    ))}
    <Blocks blocks={document.blocks} />
  </article>
)

export const Blocks = ({ blocks }: { blocks: readonly DocumentBlock[] }) => (
  <>
    {blocks.map((block) => (
      <Block block={block} />
    ))}
  </>
)

const Block = ({ block }: { block: DocumentBlock }) => {
  if (block.kind === 'heading')
    return (block.level ?? 2) === 2 ? <Heading>{block.text}</Heading> : <h3 class="govuk-heading-s">{block.text}</h3>
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
  return block.kind === 'code' ? <Qr text={block.address} label={`Code of ${block.address}`} size={160} /> : null
}
