// A document of words and tables, from which its page, PDF and spreadsheets are made. Plain data.

import type { Logo } from './council.ts'
import type { Picture } from './picture.ts'

type DocumentColumn = {
  name: string
  /** Relative width, in letters. */
  width?: number
  /** Numbers, aligned right. */
  figures?: boolean
  /** Days, dates in a spreadsheet. */
  isDay?: boolean
}

export type DocumentTable = {
  kind: 'table'
  caption: string
  /** Sheet name in a workbook: unique, at most 31 letters. */
  sheet: string
  columns: readonly DocumentColumn[]
  /** The first cell is the row's heading. */
  rows: readonly (readonly (string | number)[])[]
}

export type DocumentBlock =
  /** `subject`: what a certificate is of. */
  | { kind: 'heading'; text: string; level?: 2 | 3; look?: 'subject' }
  | { kind: 'paragraph'; text: string; strong?: boolean; look?: 'lead' | 'name' }
  | { kind: 'list'; items: readonly string[] }
  | DocumentTable
  /** What is known of its subject, a label each. */
  | { kind: 'facts'; caption: string; rows: readonly (readonly [label: string, value: string])[] }
  /** A line to sign on. */
  | { kind: 'signature'; who: string }
  /** The address as a QR code; `beside`: words next to it, the first strong. */
  | { kind: 'code'; address: string; beside?: readonly string[] }
  /** A page break. */
  | { kind: 'page' }

export type Document = {
  title: string
  /** Who made it, about what, as of when: a line each. */
  lines: readonly string[]
  blocks: readonly DocumentBlock[]
  /** Of the title and a bar above it; undefined: black, and no bar. */
  colour?: string
  /** In a frame under the logo, its title and leads in the middle. */
  look?: 'certificate'
  /** Shown by a page; files show `picture`. */
  logo?: Logo | undefined
  picture?: Picture | undefined
}

export const tablesOf = ({ blocks }: Document): DocumentTable[] => blocks.filter((block) => block.kind === 'table')
