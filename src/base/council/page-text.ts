// The statutory pages as plain text: a blank line between paragraphs, `## ` before a heading, `- `
// before a list item. Web and email addresses become links. There is no other markup, so nothing
// typed here can do harm.
import { type Council, sayContact } from '#base/council.ts'

export const pageKeys = ['privacy', 'cookies', 'accessibility', 'complaint'] as const
export type PageKey = (typeof pageKeys)[number]

export const pageTitles: Record<PageKey, string> = {
  privacy: 'Privacy notice',
  cookies: 'Cookies',
  accessibility: 'Accessibility statement',
  complaint: 'Complain about how we use your data',
}

export const pagePaths: Record<PageKey, string> = {
  privacy: '/privacy',
  cookies: '/cookies',
  accessibility: '/accessibility',
  complaint: '/data-protection-complaint',
}

export const isPageKey = (text: string): text is PageKey => (pageKeys as readonly string[]).includes(text)

export const longestText = 20_000

export type TextRun = string | { text: string; href: string }
export type TextBlock = { kind: 'heading'; text: string } | { kind: 'list'; items: TextRun[][] } | { kind: 'paragraph'; runs: TextRun[] }

const address = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]’'])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g

const runsOf = (text: string): TextRun[] => {
  const runs: TextRun[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    if (match.index > from) runs.push(text.slice(from, match.index))
    runs.push({ text: match[0], href: match[1] ? match[0] : `mailto:${match[0]}` })
    from = match.index + match[0].length
  }
  if (from < text.length) runs.push(text.slice(from))
  return runs
}

export const readText = (text: string): TextBlock[] => {
  const blocks: TextBlock[] = []
  let paragraph: string[] = []
  const finish = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', runs: runsOf(paragraph.join(' ')) })
    paragraph = []
  }
  for (const line of text.split(/\r\n?|\n/).map((l) => l.trim())) {
    const last = blocks.at(-1)
    if (line === '') finish()
    else if (line.startsWith('## ')) {
      finish()
      blocks.push({ kind: 'heading', text: line.slice(3).trim() })
    } else if (line.startsWith('- ')) {
      const item = runsOf(line.slice(2).trim())
      // An item right after a list belongs to it.
      if (paragraph.length === 0 && last?.kind === 'list') last.items.push(item)
      else {
        finish()
        blocks.push({ kind: 'list', items: [item] })
      }
    } else paragraph.push(line)
  }
  finish()
  return blocks
}

export const wordsOf = (council: Council): Record<string, string> => ({
  '{council}': council.name,
  '{service}': council.serviceName,
  '{contact}': sayContact(council),
  '{idle}': `${council.staffIdleMinutes} minutes`,
  '{officer}':
    [council.dataProtectionName, council.dataProtectionEmail].filter(Boolean).join(', ') || `reached through ${sayContact(council)}`,
})

export const fillIn = (text: string, council: Council): string =>
  Object.entries(wordsOf(council)).reduce((filled, [word, value]) => filled.replaceAll(word, () => value), text)
