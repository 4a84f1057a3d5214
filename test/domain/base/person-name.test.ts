import { expect, it } from 'vitest'
import { likenessOf, nameKey, readName } from '#base/person-name.ts'

const like = (one: string, other: string) => {
  const found = likenessOf(readName(one), readName(other))
  expect(likenessOf(readName(other), readName(one))).toBe(found)
  return found
}

it('a name is the same in capitals, with other spaces, without its accents and with another apostrophe', () => {
  expect(nameKey('  SIÂN   O’Dea ')).toBe("sian o'dea")
  expect(like('Siân Ŵyn', 'siân ŵyn'.normalize('NFD'))).toBe('same')
  expect(like('Siân Ŵyn', 'Sian Wyn')).toBe('same')
  expect(like("Siobhán O'Dea", 'SIOBHAN  O’DEA')).toBe('same')
})

it.each([
  ['a short name', 'Jon Smith', 'Jonathan Smith'],
  ['a short name that is not the beginning of the long one', 'Bob Smith', 'Robert Smith'],
  ['a part of a double surname', 'Siobhán O’Dea', 'Siobhán O’Dea-D’Arcy'],
  ['a middle name more', 'Dilys Llewellyn', 'Dilys Mair Llewellyn'],
  ['a middle name by which somebody is known', 'Mair Llewellyn', 'Dilys Mair Llewellyn'],
  ['an initial', 'D. Llewellyn', 'Dilys Llewellyn'],
  ['a hyphen', 'Ann Smith-Jones', 'Ann Smith Jones'],
  ['a hyphen in the first name', 'Mary-Ann Lee', 'Mary Ann Lee'],
  ['one letter fewer', 'Dilys Llewelyn', 'Dilys Llewellyn'],
  ['two letters the other way round', 'Dliys Llewellyn', 'Dilys Llewellyn'],
  ['another order', 'Llewellyn, Dilys', 'Dilys Llewellyn'],
  ['another order and another part of the surname', 'Llewelyn-Jones Dilys', 'Dilys Llewellyn'],
  ['a surname as of a wife', 'Agnieszka Nowak', 'Agnieszka Nowakowa'],
  ['a title', 'Dr Dilys Llewellyn', 'Dilys Llewellyn'],
])('%s makes a name alike, not the same', (_, one, other) => {
  expect(like(one, other)).toBe('like')
})

it.each([
  ['another first name', 'Jon Smith', 'Jane Smith'],
  ['another surname', 'Siobhán O’Dea', 'Siobhán Price'],
  ['a short surname with one letter changed', 'Ann Lee', 'Ann Lea'],
  ['two wrong letters', 'Dilys Lewelyn', 'Dilys Llewellyn'],
  ['a surname that is another’s first name', 'Ann Lee', 'Lee Price'],
  ['a first name alone', 'Ann', 'Ann Lee'],
  ['nothing to compare', '', '…'],
])('%s is of another person', (_, one, other) => {
  expect(like(one, other)).toBe('other')
})
