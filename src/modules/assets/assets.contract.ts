import type { Register } from '#registers/declaration.ts';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { voidReasons } from '#registers/common-lists.ts';
import { determineAssetBreaches } from './assets.rules.ts';

/**
 * Assets (tài sản, thiết bị): cameras, lights and fire points, counted by place with how many owners agreed to share
 * images. Counts are dated observations. No address of a private person, no owner's name, no image (DESIGN law 7).
 */
export const assets: Register = {
  name: 'assets',
  table: 'assets',
  one: 'Asset',
  many: 'Assets',
  label: { vi: 'Camera, đèn, điểm chữa cháy', en: 'Cameras, lights, fire points' },
  labelOne: { vi: 'cụm thiết bị', en: 'set of equipment' },
  permissions: { read: 'asset.read', write: 'asset.write' },
  dateField: 'installedOn',
  titleField: 'name',
  observedOnField: 'observedOn',
  listFields: ['assetKind', 'name', 'itemCount', 'workingCount', 'ownerAgreedCount'],
  fields: {
    assetKind: {
      type: 'choice',
      label: { vi: 'Loại', en: 'Kind' },
      required: true,
      options: {
        camera: { vi: 'Camera an ninh', en: 'Security cameras' },
        light: { vi: 'Đèn chiếu sáng an ninh', en: 'Security lights' },
        fire_point: { vi: 'Điểm chữa cháy công cộng', en: 'Public fire points' },
      },
    },
    name: {
      type: 'text',
      label: { vi: 'Tên cụm, vị trí', en: 'Name or place' },
      hint: {
        vi: 'Tên ngõ, tuyến đường, nơi công cộng. Không ghi số nhà, tên chủ.',
        en: 'A lane, a street, a public place. No house number, no owner’s name.',
      },
      required: true,
      maxLength: 150,
    },
    areaId: {
      type: 'unit',
      label: { vi: 'Khu dân cư, cơ quan, trường học', en: 'Residential area, agency or school' },
      required: false,
      kinds: ['residential_area', 'agency', 'enterprise', 'school'],
    },
    siteId: {
      type: 'record',
      label: { vi: 'Thuộc điểm mô hình', en: 'Of the site' },
      required: false,
      of: () => initiatives,
      where: { level: 'site' },
    },
    installedOn: { type: 'date', label: { vi: 'Ngày lắp đặt', en: 'Installed on' }, required: true },
    observedOn: {
      type: 'date',
      label: { vi: 'Tính đến ngày', en: 'As it stands since' },
      hint: {
        vi: 'Số lượng bên dưới tính từ ngày này; khi thay đổi, kể cả tháo dỡ, bấm “Ghi nhận thay đổi”.',
        en: 'The numbers below stand since this day; when they change, also to none, choose “Note a change”.',
      },
      required: true,
    },
    itemCount: {
      type: 'number',
      label: { vi: 'Số lượng', en: 'Number' },
      required: true,
      observed: true,
      max: 99_999,
    },
    workingCount: {
      type: 'number',
      label: { vi: 'Trong đó: đang hoạt động', en: 'Of these: working' },
      required: true,
      observed: true,
      max: 99_999,
    },
    ownerCount: {
      type: 'number',
      label: { vi: 'Số chủ camera', en: 'Camera owners' },
      required: true,
      observed: true,
      onlyWith: { field: 'assetKind', oneOf: ['camera'] },
      max: 99_999,
    },
    ownerAgreedCount: {
      type: 'number',
      label: { vi: 'Trong đó: chủ đồng ý chia sẻ hình ảnh', en: 'Of these: agreed to share images' },
      required: true,
      observed: true,
      onlyWith: { field: 'assetKind', oneOf: ['camera'] },
      max: 99_999,
    },
  },
  events: { installed: 'installedOn' },
  duplicateFields: ['assetKind', 'name', 'areaId'],
  attachments: true,
  voidReasons,
  byTheHour: false,
  determineBreaches: determineAssetBreaches,
};
