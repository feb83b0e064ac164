#include "plan/prompt_writer.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::tests {
namespace {

using Words = std::vector<std::string_view>;

// What one field of video prompts talks of.
struct Domain {
  Words subjects;
  Words actions;
  Words places;
};

// What all of them say, in one language.
struct Dictionary {
  std::vector<Domain> domains;
  Words looks;    // before a subject
  Words details;  // a clause behind a comma
  Words events;   // a sentence of its own
  Words styles;
  Words fillers;  // a word that somebody adds
};

const Dictionary& english() {
  static const Dictionary dictionary{
      {
          {{"fox",        "heron",     "whale",      "bear cub", "hummingbird", "wolf",
            "sea turtle", "owl",       "elk",        "octopus",  "beetle",      "otter",
            "stag",       "falcon",    "salamander", "badger",   "jellyfish",   "puffin",
            "lynx",       "dragonfly", "seal",       "moose",    "hedgehog",    "crane"},
           {"drinks from a puddle",   "climbs over a fallen log", "shakes off the snow",
            "glides without a sound", "hunts for insects",        "sleeps curled up",
            "calls to its young",     "dives after a fish",       "watches the horizon",
            "digs a burrow",          "crosses a stream",         "spreads its limbs",
            "sniffs the wind",        "rolls in the grass",       "follows the herd",
            "hides behind reeds",     "chases its shadow",        "feeds on berries",
            "builds a nest",          "rests on a rock"},
           {"in a birch forest", "on a frozen lake", "above a coral reef", "in a mossy canyon",
            "at the edge of a glacier", "in tall savanna grass", "on a volcanic beach",
            "near a beaver dam", "in a mangrove swamp", "on a windy ridge", "below a waterfall",
            "in an autumn orchard", "along a muddy riverbank", "on sea cliffs", "in a bamboo grove",
            "on the tundra", "in a desert oasis", "among tall ferns"}},
          {{"courier",          "street musician", "night nurse",    "window cleaner",
            "tram driver",      "florist",         "skateboarder",   "old chess player",
            "newspaper vendor", "welder",          "ballet student", "fishmonger",
            "tourist couple",   "traffic officer", "busker",         "baker",
            "watchmaker",       "schoolboy",       "dog walker",     "graffiti artist",
            "barber",           "lamplighter",     "commuter",       "librarian"},
           {"waits for the last bus", "counts coins",
            "runs up the stairs",     "opens an umbrella",
            "argues on the phone",    "ties a shoelace",
            "laughs at a joke",       "carries a ladder",
            "repairs a bicycle",      "buys roasted chestnuts",
            "reads a torn letter",    "feeds the pigeons",
            "sweeps the pavement",    "lights a cigarette",
            "waves at a stranger",    "folds a map",
            "loses a glove",          "hums an old tune",
            "locks the shutters",     "stares at a billboard"},
           {"at a tram stop", "under a neon sign", "on a rooftop", "in a subway corridor",
            "on a cobbled square", "beside a canal", "in a laundromat", "at a night market",
            "in a parking garage", "on a pedestrian bridge", "in front of a cinema",
            "in a narrow alley", "outside a bakery", "in a phone booth", "on a fire escape",
            "in a revolving door", "under an elevated railway", "at a taxi rank"}},
          {{"ramen bowl",       "sourdough loaf", "espresso cup",    "cherry pie",
            "grilled mackerel", "honey jar",      "dumpling basket", "cheese board",
            "mango sorbet",     "steak",          "pancake stack",   "olive dish",
            "birthday cake",    "oyster platter", "pumpkin soup",    "taco plate",
            "croissant",        "tea kettle",     "noodle wok",      "chocolate fountain",
            "lemon tart",       "rice cooker",    "fig salad",       "pretzel"},
           {"steams gently",          "is sliced in half",     "is dusted with sugar",
            "spins on a turntable",   "drips onto marble",     "is lifted with chopsticks",
            "melts at the rim",       "crackles as it cools",  "is topped with basil",
            "is poured into a glass", "is passed around",      "bubbles over",
            "is glazed with a brush", "sizzles loudly",        "is torn apart by hand",
            "rises in the oven",      "is set on a tray",      "is decorated with petals",
            "is drizzled with oil",   "shatters under a spoon"},
           {"on a rustic table", "in a cramped kitchen", "on a picnic blanket",
            "at a harbor restaurant", "on a zinc counter", "in a food truck", "by a fireplace",
            "in a copper pan", "on banana leaves", "at a wedding buffet", "on a windowsill",
            "in a wooden crate", "on black slate", "in a lunch box", "under a heat lamp",
            "at a campfire", "on a checkered cloth", "in a glass cabinet"}},
          {{"knight",          "witch",           "clockwork giant",
            "paper dragon",    "ghost ship",      "stone golem",
            "young alchemist", "mermaid",         "headless horseman",
            "fire spirit",     "goblin merchant", "moon priestess",
            "phoenix",         "ice queen",       "oracle",
            "skeleton king",   "minotaur",        "sky pirate",
            "tree guardian",   "unicorn",         "vampire",
            "astronaut monk",  "djinn",           "werewolf"},
           {"draws a glowing sword",   "opens a forbidden book",  "rises from the depths",
            "crumbles into dust",      "casts a silver net",      "bargains for a soul",
            "summons a storm",         "guards an iron gate",     "walks through a mirror",
            "drinks from a chalice",   "awakens after centuries", "rides a giant moth",
            "writes runes in the air", "breaks a curse",          "removes a mask",
            "plays a bone flute",      "tames a serpent",         "follows a lantern",
            "forges a crown",          "vanishes in smoke"},
           {"in a ruined cathedral", "on a floating island", "in a crystal cave", "at a crossroads",
            "inside a whale's skeleton", "on a rope bridge", "in a library of bones",
            "under two moons", "in a poisoned garden", "on the back of a turtle",
            "in a sunken temple", "before a silent army", "in a tower of clocks",
            "on a battlefield at rest", "in a mushroom village", "beyond the northern wall",
            "in a labyrinth", "on a salt plain"}},
          {{"wristwatch",     "running shoe",  "perfume bottle",   "electric scooter",
            "headphones",     "backpack",      "desk lamp",        "lipstick",
            "mountain bike",  "smart speaker", "leather wallet",   "camping tent",
            "coffee grinder", "sofa",          "surfboard",        "fountain pen",
            "racing drone",   "sunglasses",    "toothbrush",       "baby stroller",
            "vacuum cleaner", "denim jacket",  "guitar amplifier", "suitcase"},
           {"rotates slowly",
            "assembles itself from parts",
            "splashes into water",
            "unfolds in one motion",
            "floats above its box",
            "is unwrapped by a child",
            "withstands a hammer",
            "glows from within",
            "is tossed between friends",
            "changes its color",
            "is drawn by a pencil and becomes real",
            "bounces off a wall",
            "is engraved by a laser",
            "freezes and thaws",
            "casts a long silhouette",
            "slides across the counter",
            "is scanned by a phone",
            "breaks through paper",
            "is reflected in chrome",
            "hangs from a thread"},
           {"in an empty studio", "on a pedestal", "in a greenhouse", "on wet asphalt",
            "in a minimalist loft", "on a moving train", "in zero gravity", "on a sand dune",
            "at a garage sale", "in a museum hall", "on a diving board", "in a shop window",
            "on a mossy boulder", "in an elevator", "at an airport gate", "in a skate park",
            "on stacked bricks", "in a recording booth"}},
      },
      {"tired",     "tiny",     "colossal", "wet",      "golden",  "rusty",     "elegant",
       "curious",   "battered", "young",    "silver",   "sleepy",  "nervous",   "translucent",
       "crimson",   "spotted",  "solemn",   "clumsy",   "painted", "feathered", "scarred",
       "turquoise", "gleaming", "dusty",    "jolly",    "hooded",  "pale",      "striped",
       "fragile",   "stubborn", "ivory",    "violet",   "proud",   "weathered", "shy",
       "emerald",   "lonely",   "polished", "graceful", "wild"},
      {"rain streaking past",
       "steam rising behind it",
       "confetti in the air",
       "leaves drifting down",
       "a clock ticking nearby",
       "shadows growing longer",
       "a red balloon passing by",
       "dust dancing in a sunbeam",
       "waves crashing far away",
       "sparks flying up",
       "a crowd cheering",
       "bells ringing in the distance",
       "snow beginning to fall",
       "candles flickering",
       "a kite tangled overhead",
       "fog rolling in",
       "fireflies blinking",
       "curtains billowing",
       "paint peeling from the walls",
       "a radio playing softly",
       "puddles mirroring the clouds",
       "a child's drawing pinned up",
       "petals scattered about",
       "an hourglass running out",
       "laundry flapping on a line",
       "a train whistling",
       "broken tiles underfoot",
       "ink spreading in milk",
       "lightning at the horizon",
       "a cat asleep in the corner"},
      {"Suddenly everything stops and a single feather lands",
       "A stranger enters from the left and nods",
       "The ground trembles and glasses clink",
       "Behind it a door opens onto a bright hallway",
       "A gust scatters loose pages everywhere",
       "Somebody offscreen begins to sing",
       "The power fails and only embers remain",
       "Two birds cross paths overhead",
       "A hand reaches in and takes something away",
       "The scene dissolves into a childhood memory",
       "A coin falls and spins for a long while",
       "Water starts to climb upward",
       "Fireworks burst and color every surface",
       "The reflection moves a moment too late",
       "A wooden toy rolls to a halt",
       "An old photograph slips out of a pocket",
       "Thunder rolls and everybody looks up",
       "Ivy grows across the frame within seconds",
       "A telephone rings three times and falls silent",
       "The last guest leaves and the chairs are stacked"},
      {"shot on 35mm film, natural light, shallow depth of field",
       "cinematic, dramatic lighting, slow motion, ultra detailed, 4k",
       "watercolor animation, soft pastel palette, hand drawn lines",
       "black and white, high contrast, grainy documentary footage",
       "stop motion clay animation, miniature set, warm studio lamps",
       "drone view, sweeping camera move, golden hour, anamorphic lens flare",
       "retro anime, cel shading, vivid sky, dynamic angles, 1990s broadcast look",
       "handheld camera, available light, muted tones, long take, no music",
       "photorealistic, macro lens, crisp focus, gentle bokeh, commercial quality",
       "vintage super 8, faded colors, light leaks, nostalgic mood",
       "isometric low poly render, bright flat colors, smooth looping motion",
       "film noir, hard shadows, venetian blinds, slow dolly in, smoky atmosphere"},
      {"really", "quiet", "early", "distant", "bright", "little", "gently", "blue", "huge",
       "again"}};
  return dictionary;
}

const Dictionary& chinese() {
  static const Dictionary dictionary{
      {
          {{"狐狸", "白鹭", "座头鲸", "小熊", "蜂鸟", "雪狼", "海龟", "猫头鹰", "麋鹿", "章鱼",
            "甲虫", "水獭", "猎鹰",   "蝾螈", "獾",   "水母", "海鹦", "猞猁",   "蜻蜓", "海豹"},
           {"在水洼边饮水", "翻过倒下的树干", "抖落身上的积雪", "无声地滑翔", "追捕飞虫",
            "蜷成一团睡觉", "呼唤幼崽", "俯冲捉鱼", "凝望地平线", "挖掘洞穴", "趟过小溪",
            "嗅着微风", "在草丛里打滚", "跟随族群迁徙", "躲进芦苇", "追逐自己的影子", "啄食浆果",
            "搭建巢穴"},
           {"白桦林中", "结冰的湖面上", "珊瑚礁上方", "长满青苔的峡谷里", "冰川边缘", "稀树草原上",
            "火山沙滩上", "红树林沼泽里", "多风的山脊上", "瀑布下面", "秋天的果园", "泥泞的河岸",
            "海边悬崖", "竹林深处", "苔原上", "沙漠绿洲"}},
          {{"快递员",     "街头乐手", "夜班护士", "擦窗工人", "电车司机",   "花店老板", "滑板少年",
            "下棋的老人", "报贩",     "焊工",     "芭蕾学生", "鱼贩",       "游客夫妇", "交警",
            "面包师",     "钟表匠",   "小学生",   "遛狗的人", "涂鸦艺术家", "理发师"},
           {"等待末班车", "数着硬币", "跑上楼梯", "撑开雨伞", "对着电话争吵", "系好鞋带",
            "被笑话逗乐", "扛着梯子", "修理自行车", "买糖炒栗子", "读一封撕破的信", "喂鸽子",
            "打扫人行道", "向陌生人挥手", "折起地图", "丢了一只手套", "哼着老歌", "拉下卷帘门"},
           {"电车站旁", "霓虹灯招牌下", "天台上", "地铁通道里", "石板广场", "运河边", "自助洗衣店",
            "雨夜市场", "停车楼里", "过街天桥", "电影院门口", "狭窄的巷子", "烘焙坊外", "电话亭里",
            "消防梯上", "高架铁路下"}},
          {{"一碗拉面", "酸面包",   "浓缩咖啡", "樱桃派",     "烤鲭鱼",   "蜂蜜罐",    "蒸笼饺子",
            "奶酪拼盘", "芒果雪葩", "牛排",     "松饼",       "生日蛋糕", "生蚝",      "南瓜汤",
            "可颂",     "茶壶",     "炒面",     "巧克力喷泉", "柠檬塔",   "无花果沙拉"},
           {"冒着热气", "被切成两半", "撒上糖霜", "在转盘上旋转", "滴落在大理石上", "被筷子夹起",
            "边缘慢慢融化", "冷却时噼啪作响", "点缀着罗勒", "倒进玻璃杯", "被众人分享",
            "刷上一层糖浆", "滋滋作响", "被双手掰开", "在烤箱里膨胀", "摆上托盘", "淋上橄榄油",
            "用勺子敲碎"},
           {"乡村木桌上", "拥挤的厨房", "野餐布上", "港口餐厅", "锌皮吧台", "餐车里", "壁炉旁",
            "铜锅中", "芭蕉叶上", "婚宴长桌", "窗台上", "木箱里", "黑色石板", "便当盒里", "篝火边",
            "格子桌布"}},
      },
      {"疲惫的", "微小的", "巨大的", "湿漉漉的", "金色的", "生锈的", "优雅的", "好奇的",
       "年轻的", "银色的", "困倦的", "透明的",   "深红的", "庄严的", "笨拙的", "布满灰尘的",
       "苍白的", "条纹的", "脆弱的", "倔强的",   "紫色的", "骄傲的", "孤独的", "翠绿的"},
      {"雨丝掠过",     "身后蒸汽升腾", "彩纸漫天飞舞",     "落叶缓缓飘下",    "时钟滴答作响",
       "影子越拉越长", "红气球飘过",   "尘埃在光柱里浮动", "远处海浪拍岸",    "火星四溅",
       "人群欢呼",     "钟声回荡",     "开始下雪",         "烛光摇曳",        "头顶缠着风筝",
       "雾气弥漫",     "萤火虫闪烁",   "窗帘鼓起",         "墙皮剥落",        "收音机轻声播放",
       "水坑倒映云朵", "花瓣散落一地", "沙漏即将流尽",     "晾衣绳上衣衫翻动"},
      {"忽然万物静止，一根羽毛落下", "陌生人从左侧走入并点头示意", "地面震颤，杯盏相碰",
       "背后的门打开，露出明亮走廊", "一阵狂风吹散满桌纸张", "画外有人开始歌唱", "停电之后只剩余烬",
       "两只飞鸟在空中交错", "一只手伸进来拿走了东西", "场景溶解成童年记忆", "硬币掉落，久久旋转",
       "水流开始向上攀升", "烟花绽放染亮所有表面", "倒影慢了半拍才移动", "木头玩具滚到尽头停下",
       "旧照片从口袋滑落"},
      {"电影质感，三十五毫米胶片，自然光，浅景深", "史诗氛围，戏剧性布光，慢动作，超高清细节",
       "水彩动画，柔和粉彩，手绘线条", "黑白影像，高对比度，纪录片颗粒感",
       "黏土定格动画，微缩场景，暖色灯光", "无人机航拍，黄金时刻，变形宽银幕光晕",
       "复古日系动漫，赛璐璐上色，鲜艳天空", "手持镜头，低饱和色调，一镜到底"},
      {"安静的", "清晨的", "遥远的", "明亮的", "小小的", "蓝色的", "再次"}};
  return dictionary;
}

const Dictionary& dictionary_of(Language language) {
  return language == Language::english ? english() : chinese();
}

std::vector<std::string> characters_of(const std::string& text) {
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = decode_utf8(text, at).size;
    characters.push_back(text.substr(at, size));
    at += size;
  }
  return characters;
}

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
  std::string text;
  for (const std::string& piece : pieces) {
    if (!text.empty()) text += between;
    text += piece;
  }
  return text;
}

std::vector<std::string> cut(std::string text, std::string_view separator) {
  std::vector<std::string> pieces;
  for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator)) {
    pieces.push_back(text.substr(0, at));
    text.erase(0, at + separator.size());
  }
  pieces.push_back(text);
  return pieces;
}

}  // namespace

std::string PromptWriter::prompt(Size size, int domain) {
  const Dictionary& words = dictionary_of(language_);
  const Domain& from =
      words
          .domains[domain == all_domains ? below(words.domains.size())
                                         : static_cast<std::size_t>(domain) % words.domains.size()];
  if (language_ == Language::english) {
    std::string text =
        "A " + one_of(words.looks) + " " + one_of(from.subjects) + " " + one_of(from.actions);
    if (size == Size::brief) return text;
    text += " " + one_of(from.places) + ", " + one_of(words.details);
    if (size == Size::usual) return text + ", " + one_of(words.details);
    return text + ". " + one_of(words.events) + ", " + one_of(words.details) + ". " +
           one_of(words.events) + ", and a " + one_of(words.looks) + " " + one_of(from.subjects) +
           " " + one_of(from.actions) + " " + one_of(from.places);
  }
  std::string text = one_of(words.looks) + one_of(from.subjects);
  if (size == Size::brief) return text + one_of(from.actions);
  text += "在" + one_of(from.places) + one_of(from.actions) + "，" + one_of(words.details);
  if (size == Size::usual) return text + "，" + one_of(words.details);
  return text + "。" + one_of(words.events) + "，" + one_of(words.details) + "。" +
         one_of(words.events) + "，" + one_of(words.looks) + one_of(from.subjects) + "在" +
         one_of(from.places) + one_of(from.actions);
}

std::vector<std::string> PromptWriter::batch(std::size_t count, Size size, int domain) {
  std::vector<std::string> prompts;
  std::set<std::string> seen;
  while (prompts.size() < count) {
    std::string text = prompt(size, domain);
    if (seen.insert(text).second) prompts.push_back(std::move(text));
  }
  return prompts;
}

std::string PromptWriter::style() {
  const Words& styles = dictionary_of(language_).styles;
  last_style_ = (last_style_ + 1 + below(styles.size() - 1)) % styles.size();
  return std::string(styles[last_style_]);
}

std::string PromptWriter::with_style(const std::string& prompt, const std::string& style) const {
  if (style.empty()) return prompt;
  return prompt + (language_ == Language::english ? ", " : "，") + style;
}

std::string PromptWriter::touched(const std::string& prompt, Touch touch) {
  const bool english = language_ == Language::english;
  const std::string comma = english ? ", " : "，";
  // A word of English, or two characters of Chinese, at a place within the text.
  std::vector<std::string> words = english ? cut(prompt, " ") : characters_of(prompt);
  if (words.size() < 3) return prompt + ".";
  const std::size_t at = 1 + below(words.size() - 2);
  const auto place = words.begin() + static_cast<std::ptrdiff_t>(at);
  const std::string filler = one_of(dictionary_of(language_).fillers);
  switch (touch) {
    case Touch::comma:
      words[at - 1] += english ? "," : "，";
      break;
    case Touch::added:
      words.insert(place, filler);
      break;
    case Touch::removed:
      words.erase(place);
      break;
    case Touch::replaced:
      *place = filler;
      break;
    case Touch::typo:
      if (english) {
        std::string& word = *std::max_element(words.begin(), words.end(),
                                              [](auto& a, auto& b) { return a.size() < b.size(); });
        word.erase(1 + below(word.size() - 1), 1);
      } else {
        std::swap(words[at - 1], words[at]);
      }
      break;
    case Touch::reordered: {
      std::vector<std::string> clauses = cut(prompt, comma);
      std::rotate(clauses.begin(), clauses.begin() + 1, clauses.end());
      return joined(clauses, comma);
    }
  }
  return joined(words, english ? " " : "");
}

}  // namespace shotlist::tests
