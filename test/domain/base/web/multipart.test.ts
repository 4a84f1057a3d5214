import { expect, it } from 'vitest'
import { boundaryOf, FormBroken, partsOf, textOf } from '#base/web/multipart.ts'
import { inPieces, utf8 } from '#test/support/register-file.ts'

const body =
  '--xyz\r\nContent-Disposition: form-data; name="asAt"\r\n\r\n2026-03-02\r\n' +
  '--xyz\r\ncontent-disposition: form-data; name="file"; filename="Siân %22a%22.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--xy,1\r\n--\r\n' +
  '--xyz\r\nContent-Disposition: form-data; name="links"; filename=""\r\n\r\n\r\n--xyz--\r\n'

const read = async (text: string, size: number) => {
  const found: string[] = []
  for await (const part of partsOf(inPieces(utf8(text), size), 'xyz')) found.push(`${part.name}|${part.fileName}|${await textOf(part)}`)
  return found
}

it.each([1, 2, 5, 17, 10_000])('a form is read part by part, whatever the size of the pieces (%i bytes)', async (size) => {
  expect(await read(body, size)).toEqual(['asAt|undefined|2026-03-02', 'file|Siân "a".csv|a,b\r\n--xy,1\r\n--', 'links||'])
})

it('wherever a form comes apart it is read the same, with names of every alphabet', async () => {
  const text = `--xyz\r\nContent-Disposition: form-data; name="Gŵyl"; filename="Ŵyl ’24.txt"\r\n\r\na\r\n--x\r\n--xyz\r\nContent-Disposition: form-data; name="b"\r\n\r\n--\r\n--xyz--\r\n`
  for (let cut = 1; cut < utf8(text).length; cut += 1) {
    const bytes = utf8(text)
    const found: string[] = []
    const inTwo = async function* () {
      yield bytes.slice(0, cut)
      yield bytes.slice(cut)
    }
    for await (const part of partsOf(inTwo(), 'xyz')) found.push(`${part.name}|${part.fileName}|${await textOf(part)}`)
    expect([cut, found]).toEqual([cut, ['Gŵyl|Ŵyl ’24.txt|a\r\n--x', 'b|undefined|--']])
  }
})

it('of a part that is read in part the rest is passed over', async () => {
  const names: string[] = []
  for await (const part of partsOf(inPieces(utf8(body), 20), 'xyz')) {
    names.push(part.name)
    for await (const _first of part.bytes) break
  }
  expect(names).toEqual(['asAt', 'file', 'links'])
})

it('what is left unread of a part is passed over', async () => {
  const names: string[] = []
  for await (const part of partsOf(inPieces(utf8(body), 3), 'xyz')) names.push(part.name)
  expect(names).toEqual(['asAt', 'file', 'links'])
})

it('a body that ends too early is refused', async () => {
  await expect(read(body.slice(0, 200), 7)).rejects.toThrow(FormBroken)
  await expect(read('', 7)).rejects.toThrow(FormBroken)
})

it('the boundary stands in the content type, with or without quotation marks', () => {
  expect(boundaryOf('multipart/form-data; boundary=xyz')).toBe('xyz')
  expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="x y"')).toBe('x y')
  expect(boundaryOf('application/json')).toBeUndefined()
})
