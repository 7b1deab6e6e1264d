import { describe, expect, test } from 'vitest';
import { toTcvn3, toVni } from '#tests/support/legacy-encodings.ts';
import { determineEncoding, encodingOfFont, fromLegacy } from './legacy-encodings.rules.ts';
import { isSyllable } from './syllables.rules.ts';

const letters = 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz';
const sentence =
  'Công an phường Hòa Bình tiếp nhận nguồn tin có giá trị, vận động quần chúng tố giác tội phạm; tổ chức lễ phát động Ngày hội toàn dân bảo vệ an ninh Tổ quốc';

describe('every letter', () => {
  test('comes back from TCVN3, small and capital by the font', () => {
    expect(letters).toHaveLength(93);
    for (const letter of letters) expect(fromLegacy(toTcvn3(letter), 'tcvn3')).toBe(letter);
    for (const letter of letters.toUpperCase()) {
      expect(fromLegacy(toTcvn3(letter), 'tcvn3').toUpperCase()).toBe(letter);
    }
    expect(fromLegacy(toTcvn3('ĐĂÂÊÔƠƯ'), 'tcvn3')).toBe('ĐĂÂÊÔƠƯ');
  });

  test('comes back from VNI, small and capital', () => {
    for (const letter of letters + letters.toUpperCase()) expect(fromLegacy(toVni(letter), 'vni')).toBe(letter);
  });

  test('has its own writing in each', () => {
    expect(new Set([...letters].map(toTcvn3)).size).toBe(93);
    expect(new Set([...(letters + letters.toUpperCase())].map(toVni)).size).toBe(186);
  });
});

test('known writings of offices', () => {
  expect(fromLegacy('C«ng an tØnh B×nh D­¬ng', 'tcvn3')).toBe('Công an tỉnh Bình Dương');
  expect(fromLegacy('Coâng an tænh Bình Döông', 'vni')).toBe('Công an tỉnh Bình Dương');
  expect(fromLegacy('ÑÖÔØNG', 'vni')).toBe('ĐƯỜNG');
  expect(fromLegacy('Ñöôøng Aùnh', 'vni')).toBe('Đường Ánh');
});

test('text that is Unicode already is never converted', () => {
  expect(fromLegacy(sentence, 'tcvn3')).toBe(sentence);
  expect(fromLegacy(sentence.normalize('NFD'), 'vni')).toBe(sentence.normalize('NFD'));
});

test('the font tells the encoding', () => {
  expect(encodingOfFont('.VnTime')).toEqual({ encoding: 'tcvn3', isCapitals: false });
  expect(encodingOfFont('.VnArialH')).toEqual({ encoding: 'tcvn3', isCapitals: true });
  expect(encodingOfFont('VNI-Times')).toEqual({ encoding: 'vni', isCapitals: false });
  expect(encodingOfFont('Times New Roman')).toBeUndefined();
});

describe('determineEncoding', () => {
  test.each([
    ['unicode', [sentence]],
    ['unicode', [sentence.normalize('NFD')]],
    ['unicode', ['Hòa Bình', 'An Hòa', 'Hà Nam', 'thôn Trà', 'xóm Bùi']],
    ['unicode', ['Thon 1', '1234', '']],
    ['unicode', ['Müller', 'café', '25 m²', '±', '§ 12', '10 µm', sentence]],
    ['tcvn3', [toTcvn3(sentence)]],
    ['vni', [toVni(sentence)]],
    ['vni', [toVni(sentence.toUpperCase())]],
    ['uncertain', [toTcvn3('Công an')]],
    ['uncertain', [sentence, toVni(sentence)]],
    ['uncertain', [toTcvn3(sentence), toVni(sentence)]],
  ])('is %s', (encoding, texts) => {
    expect(determineEncoding(texts)).toBe(encoding);
  });
});

test('syllables', () => {
  const good = 'nguyễn quốc khánh giữ gì quê khuya ngoằn nghiêng yêu ý oanh huỳnh thuở được xoong a';
  for (const word of good.split(' ')) expect(isSyllable(word), word).toBe(true);
  for (const word of ['coâng', 'c«ng', 'tænh', 'xyz', 'ngg', 'áà']) expect(isSyllable(word), word).toBe(false);
});
