#include "manifest/field_words.h"

#include <array>
#include <map>
#include <string>

#include "base/normal_form.h"
#include "base/text.h"

namespace shotlist::manifest {
namespace {

struct Words {
  std::string_view field;
  std::string_view sure;      // between spaces, each without spaces of its own
  std::string_view doubtful;  // often something else
};

constexpr std::array<Words, 10> all_words = {{
    {"prompt",
     "提示詞 提示语 提示語 提示 视频提示词 プロンプト 프롬프트 промпт промт подсказка підказка "
     "eingabeaufforderung lờinhắc câulệnh พรอมต์",
     ""},
    {"model",
     "模型名称 模型名稱 模型名 生成模型 视频模型 モデル モデル名 모델 모델명 модель modell modèle "
     "modelo modello môhình โมเดล النموذج",
     "mode 引擎"},
    {"images",
     "圖片 图像 圖像 参考图 參考圖 参考图片 参考图像 图片链接 图片地址 图片网址 图片url 首帧 "
     "首帧图 "
     "首帧图片 垫图 画像 画像url 参照画像 이미지 이미지url 참조이미지 изображение изображения "
     "картинка "
     "картинки зображення imagen imágenes imagem imagens immagine immagini bilder bildurl görsel "
     "hìnhảnh gambar รูปภาพ الصورة",
     "picture pictures photo photos pic pics firstframe startframe keyframe bild 图 照片 写真 사진 "
     "фото"},
    {"orientation",
     "画面方向 视频方向 视频朝向 屏幕方向 横竖屏 横竖 橫豎屏 画面の向き 화면방향 ориентация "
     "орієнтація "
     "ausrichtung orientación orientação orientamento orientacja yönelim orientasi الاتجاه",
     "方位 朝向 向き 방향"},
    {"aspect_ratio",
     "aspect 宽高比 长宽比 寬高比 画面比例 视频比例 アスペクト比 화면비율 종횡비 "
     "seitenverhältnis соотношениесторон",
     "ratio 比例 画幅 비율"},
    {"size", "視頻尺寸 视频尺寸 画面尺寸",
     "side site 大小 分辨率 清晰度 解像度 サイズ 크기 해상도 размер розмір разрешение größe "
     "groesse "
     "auflösung taille tamaño tamanho dimensione rozmiar boyut kíchthước ukuran الحجم resolution"},
    {"duration",
     "時長 视频时长 視頻時長 时长秒 持续时间 持續時間 秒数 秒數 再生時間 再生秒数 재생시간 "
     "재생길이 "
     "длительность продолжительность тривалість dauer durée duración duração durata süre "
     "czastrwania thờilượng durasi ระยะเวลา المدة",
     "length seconds secs sec 长度 長度 長さ 길이 länge laenge longueur длина"},
    {"watermark",
     "浮水印 是否水印 是否加水印 是否有水印 加水印 去水印 无水印 有水印 水印开关 透かし "
     "ウォーターマーク 워터마크 водянойзнак водянийзнак wasserzeichen filigrane filigrana "
     "marcadeagua marcadagua znakwodny filigran",
     ""},
    {"private", "私有 私密 是否私有 是否私密 非公開 비공개 приватно privat privé privado privato",
     ""},
    {"takes", "生成次数 生成数量 生成条数 生成條數 抽卡次数 テイク数 테이크 дубли",
     "take 次数 份数 条数 回数"},
}};

void add(std::map<std::string, FieldWord>& known, std::string_view words, FieldWord word) {
  for (const std::string_view one : split(words, ' '))
    known.emplace(folded(one), word);
}

std::map<std::string, FieldWord> known_words() {
  std::map<std::string, FieldWord> known;
  known.emplace(folded("編號"), FieldWord{"id"});
  for (const Words& words : all_words) {
    add(known, words.sure, {words.field});
    add(known, words.doubtful, {words.field, false});
  }
  known.erase("");
  return known;
}

}  // namespace

std::optional<FieldWord> field_called(std::string_view name) {
  static const std::map<std::string, FieldWord> known = known_words();
  const auto found = known.find(std::string(name));
  if (found == known.end()) return std::nullopt;
  return found->second;
}

}  // namespace shotlist::manifest
